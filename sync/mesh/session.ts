import type { TLSSocket } from 'node:tls';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { Time } from '../time.ts';
import { frameMeter } from './frame-meter.ts';

/** One message at most, bytes: as much as the replica reads. */
export const MESSAGE_MAX = 16 * 1024 * 1024;
/** What may wait to be written, bytes. */
const BACKLOG_MAX = 8 * 1024 * 1024;
const READY_MS = 3000;
const GOODBYE_MS = 500;

export interface SessionOptions {
  readonly time: Time;
  /** Connected and verified. */
  readonly socket: TLSSocket;
  readonly clientId: string;
  readonly username?: string;
  readonly will?: { readonly topic: string; readonly payload: string; readonly retain: boolean };
  readonly topics: readonly string[];
  /** How often to ask whether the other end is there, and after how much silence it is not. */
  readonly ping_ms: number;
  readonly silence_ms: number;
  /**
   * When the other end was last heard on a connection of its own, by `time.now()`: while it asks there as often, it
   * need not be asked here, too. The library still asks every three seconds, so that this connection alone cannot be
   * dead for long.
   */
  readonly heardBeside?: () => number;
  /** Every topic has been subscribed to. */
  readonly ready: () => void;
  readonly message: (topic: string, payload: Buffer, retained: boolean) => void;
  /** Once, however it ended; not after `close`. */
  readonly ended: (fault: 'turned-away' | 'silent') => void;
}

/** One MQTT connection from its CONNECT to its end; a new one takes a new session. */
export interface Session {
  /** False when it is not connected, or too much is waiting. */
  publish(topic: string, payload: string, retain: boolean): boolean;
  /** Of the last ping; null when none has come back yet. */
  roundTrip_ms(): number | null;
  close(): void;
  /** Says `last` and goodbye, so that no will is sent. Resolves when the connection has ended, soon in any case. */
  leave(last: { readonly topic: string; readonly payload: string; readonly retain: boolean }): Promise<void>;
}

const mqttOptions = (options: SessionOptions): IClientOptions => ({
  clientId: options.clientId,
  ...(options.username === undefined ? {} : { username: options.username }),
  ...(options.will ? { will: { ...options.will, payload: Buffer.from(options.will.payload), qos: 0 } } : {}),
  protocolVersion: 4,
  clean: true,
  keepalive: 3,
  connectTimeout: 2000,
  // Who comes back, where and when is decided outside: there may be several addresses.
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  // Otherwise every message sent would put off the ping, and a cut cable would be noticed late.
  reschedulePings: false,
  timerVariant: 'native',
});

export function openSession(mqtt: typeof import('mqtt'), options: SessionOptions): Session {
  const { time, socket, ping_ms, silence_ms, heardBeside = () => Number.NEGATIVE_INFINITY } = options;
  let over = false;
  let subscribed = false;
  let heard = time.now();
  let looked = time.now();
  let pinged: number | undefined;
  let roundTrip: number | null = null;

  socket.on(
    'data',
    frameMeter(MESSAGE_MAX + 1024, () => end('turned-away')),
  );
  const client: MqttClient = new mqtt.MqttClient(() => socket, mqttOptions(options));
  // Several of its calls may never be answered, so the session has its own time limit for getting ready.
  let cancel = time.after(READY_MS, () => end('silent'));
  client.on('error', (error) => {
    if (/connack timeout/.test(error.message)) end('silent');
  });
  client.on('close', () => end(subscribed ? 'silent' : 'turned-away'));
  client.on('connect', () => {
    client.subscribe([...options.topics], { qos: 0 }, (error, granted) => {
      if (over) return;
      if (error || granted?.some(({ qos }) => qos > 2)) return end('turned-away');
      subscribed = true;
      cancel();
      watch();
      options.ready();
    });
  });
  client.on('message', (topic, payload, packet) => {
    if (!over) options.message(topic, payload, packet.retain);
  });
  client.on('packetsend', ({ cmd }) => {
    if (cmd === 'pingreq') pinged ??= time.now();
  });
  client.on('packetreceive', ({ cmd }) => {
    heard = time.now();
    if (cmd !== 'pingresp' || pinged === undefined) return;
    roundTrip = heard - pinged;
    pinged = undefined;
  });

  function watch(): void {
    looked = time.now();
    // No later than the silence has lasted too long, wherever in it this look falls.
    const patience_ms = Math.max(heard, heardBeside()) + silence_ms + 1 - looked;
    cancel = time.after(Math.min(ping_ms, patience_ms), () => {
      const now = time.now();
      // When this process itself was held up, what has arrived meanwhile waits to be read: give it that chance.
      if (now - looked > ping_ms + silence_ms / 2) heard = now;
      const beside = heardBeside();
      if (now - Math.max(heard, beside) > silence_ms) return end('silent');
      if (now - beside > ping_ms * 1.5) client.sendPing();
      watch();
    });
  }

  function end(fault: 'turned-away' | 'silent'): void {
    if (over) return;
    shut();
    options.ended(fault);
  }

  function shut(): void {
    over = true;
    cancel();
    // Its callback may never come; the socket's end is what counts.
    client.end(true);
    socket.destroy();
  }

  return {
    publish(topic, payload, retain) {
      if (over || !subscribed || socket.writableLength > BACKLOG_MAX) return false;
      client.publish(topic, payload, { qos: 0, retain });
      return true;
    },
    roundTrip_ms: () => roundTrip,
    close() {
      if (!over) shut();
    },
    leave(last) {
      if (over || !subscribed) {
        if (!over) shut();
        return Promise.resolve();
      }
      over = true;
      cancel();
      return new Promise((resolve) => {
        const giveUp = time.after(GOODBYE_MS, () => socket.destroy());
        socket.once('close', () => {
          giveUp();
          resolve();
        });
        client.publish(last.topic, last.payload, { qos: 0, retain: last.retain });
        client.end(false);
      });
    },
  };
}
