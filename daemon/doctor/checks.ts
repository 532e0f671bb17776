import type { Check } from './check.ts';
import { authorities } from './checks/authorities.ts';
import { clock } from './checks/clock.ts';
import { clockOthers } from './checks/clock-others.ts';
import { clockSource } from './checks/clock-source.ts';
import { configuration } from './checks/configuration.ts';
import { copies } from './checks/copies.ts';
import { database } from './checks/database.ts';
import { deviceFiles } from './checks/device-files.ts';
import { deviceThieves } from './checks/device-thieves.ts';
import { diskMount } from './checks/disk-mount.ts';
import { diskRoom } from './checks/disk-room.ts';
import { diskSpeed } from './checks/disk-speed.ts';
import { diskWear } from './checks/disk-wear.ts';
import { eetCertificate } from './checks/eet-certificate.ts';
import { groups } from './checks/groups.ts';
import { machine } from './checks/machine.ts';
import { network } from './checks/network.ts';
import { permissions } from './checks/permissions.ts';
import { ports } from './checks/ports.ts';
import { printers } from './checks/printers.ts';
import { queues } from './checks/queues.ts';
import { register } from './checks/register.ts';
import { runningDevices } from './checks/running-devices.ts';
import { service } from './checks/service.ts';
import { shopPapers } from './checks/shop-papers.ts';
import { siblings } from './checks/siblings.ts';
import { versions } from './checks/versions.ts';

/** Everything that is looked at, in the order of the report. */
export const CHECKS: readonly Check[] = [
  register,
  configuration,
  diskRoom,
  diskMount,
  diskSpeed,
  diskWear,
  database,
  copies,
  permissions,
  groups,
  clock,
  clockSource,
  clockOthers,
  runningDevices,
  deviceFiles,
  printers,
  deviceThieves,
  ports,
  network,
  siblings,
  eetCertificate,
  shopPapers,
  authorities,
  queues,
  versions,
  service,
  machine,
];
