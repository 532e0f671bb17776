import type { Doctor } from '../../doctor/doctor.ts';
import type { App } from '../app.ts';
import { DoctorReport, LastDoctorReport } from '../contract.ts';

const tags = ['doctor'];

/** `open`: called when the first one asks, so that a start does not wait for what it does not need. */
export function doctorRoutes(app: App, open: () => Promise<Doctor>): void {
  let opened: Promise<Doctor> | undefined;
  const doctor = () => {
    opened ??= open();
    return opened;
  };

  app.get(
    '/api/doctor',
    {
      config: { right: 'devices' },
      schema: {
        tags,
        summary: 'What the last look at the register and its box has found',
        response: { 200: LastDoctorReport },
      },
    },
    async () => ({ report: opened ? (await opened).last() : null }),
  );

  app.post(
    '/api/doctor',
    {
      // Each is a process that lives for some seconds.
      config: { right: 'devices', rateLimit: { max: 20, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: 'Look at everything now; answered within twenty seconds',
        response: { 200: DoctorReport },
      },
    },
    async () => (await doctor()).look(),
  );
}
