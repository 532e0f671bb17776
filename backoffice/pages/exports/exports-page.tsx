import { useState } from 'preact/hooks';
import { locale } from '../../../ui/language.ts';
import { storePath } from '../client/api.ts';
import { queryOf } from '../client/request.ts';
import { daysBetween, today } from '../i18n/day.ts';
import { frame } from '../i18n/frame.ts';
import { readPeriod } from '../i18n/period.ts';
import { place } from '../router.ts';
import { Choice, Select } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { Note } from '../widgets/note.tsx';
import { PeriodPicker } from '../widgets/period-picker.tsx';
import './exports.css';
import { t } from './words.ts';

const TABLES = ['receipts', 'lines', 'takings', 'shifts'] as const;
const FORMATS = ['csv', 'xlsx'] as const;
/** As far back as the law wants books kept at hand here: three years of months to choose from. */
const MONTHS = 36;
const DAYS_MAX = 400;

/** `2026-11`, newest first. */
function months(from: string): string[] {
  const [year = 0, month = 1] = from.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const index = year * 12 + month - 1 - back;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
  });
}

const monthName = (month: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T12:00:00Z`),
  );

/** Files for the accountant; the browser fetches them by itself. */
export default function ExportsPage() {
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.exports}</h1>
      </div>
      <Month />
      <Tables />
    </div>
  );
}

function Month() {
  const all = months(today());
  // The last one that is over is what an accountant waits for.
  const [month, choose] = useState(all[1] ?? '');
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{t().month}</h2>
      </div>
      <div class="panel-body stack">
        <p class="quiet">{t().monthText}</p>
        <div class="row ends">
          <Select
            label={t().whichMonth}
            value={month}
            options={all.map((value) => ({ value, text: monthName(value) }))}
            onChoose={choose}
          />
          <a class="button primary" href={`${storePath('/exports/month.zip')}${queryOf({ month })}`} download>
            <Icon name="download" />
            {t().download}
          </a>
        </div>
        {month === all[0] && <Note kind="info">{t().unfinished}</Note>}
      </div>
    </section>
  );
}

function Tables() {
  const { name, period } = readPeriod(place.value.query, today(), 'month');
  const [detail, setDetail] = useState<'days' | 'receipts'>('days');
  const tooLong = daysBetween(period.from, period.to) > DAYS_MAX;
  const file = (path: string, more: object = {}) =>
    `${storePath(`/exports/${path}`)}${queryOf({ ...period, ...more })}`;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{t().tables}</h2>
        <PeriodPicker name={name} period={period} />
      </div>
      <div class="panel-body stack">
        <p class="quiet">{t().tablesText}</p>
        {tooLong ? (
          <Note kind="attention">{t().tooLong}</Note>
        ) : (
          <ul class="exports">
            {TABLES.map((table) => (
              <li key={table}>
                <div class="grow">
                  <strong>{t().names[table]}</strong>
                  <span class="small quiet block">{t().hints[table]}</span>
                </div>
                <div class="row">
                  {FORMATS.map((format) => (
                    <a
                      key={format}
                      class="button"
                      href={file(`${table}.${format}`)}
                      download
                      aria-label={`${t().names[table]}, ${format.toUpperCase()}`}
                    >
                      <Icon name="download" />
                      {format.toUpperCase()}
                    </a>
                  ))}
                </div>
              </li>
            ))}
            <li>
              <div class="grow stack">
                <div>
                  <strong>{t().pohoda}</strong>
                  <span class="small quiet block">{t().pohodaText}</span>
                </div>
                <Choice
                  label={t().detail}
                  quiet
                  value={detail}
                  options={(['days', 'receipts'] as const).map((value) => ({
                    value,
                    text: t().details[value],
                  }))}
                  onChoose={setDetail}
                />
              </div>
              <a class="button" href={file('pohoda.xml', { detail })} download>
                <Icon name="download" />
                {t().save}
              </a>
            </li>
          </ul>
        )}
      </div>
    </section>
  );
}
