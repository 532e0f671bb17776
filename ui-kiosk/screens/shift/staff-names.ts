import { api } from '../../client/api.ts';
import { session } from '../../store/signals.ts';
import { useLoad } from '../../widgets/load.tsx';

/** Shifts and movements know people by their ids. Who has left is shown by the id. */
export function useStaffNames(): (id: string) => string {
  const staff = useLoad(api.staff, []);
  const known = new Map(staff.value.value?.map((person) => [person.id, person.name]));
  return (id) => known.get(id) ?? (session.value?.staff.id === id ? session.value.staff.name : id);
}
