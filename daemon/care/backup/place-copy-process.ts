import { say } from '../../store/beside.ts';
import { placeCopy } from './place-copy.ts';

/** Process: puts the copy `source` down at `place`, and answers how that went. A stick may keep it waiting for minutes. */
const [, , source = '', place = '', mark = '', registerId = ''] = process.argv;

say(placeCopy({ source, place, mark, registerId }));
