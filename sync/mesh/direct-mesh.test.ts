import { beforeAll } from 'vitest';
import { createMesh } from './direct-mesh.ts';
import { meshContract } from './mesh.contract.ts';
import type { Mesh } from './mesh.ts';
import { listenAsGuest } from './mosquitto.fixture.ts';
import { realTime, type TestShop, testShop } from './shop.fixture.ts';
import { stretchWire, type Wire } from './wire.fixture.ts';

let papers: TestShop;
beforeAll(async () => {
  papers = await testShop();
});

meshContract(
  'a broker in every register',
  async () => {
    const meshes = new Map<string, Mesh>();
    const wires = new Map<string, Wire>();
    const closing: (() => void)[] = [];
    return {
      async open({ registerId, admits, about, ear }) {
        const mesh: Mesh = createMesh({
          time: realTime,
          registerId,
          storeId: papers.storeId,
          identity: await papers.register(registerId),
          admits,
          about,
          events: ear.events,
          log: () => {},
          listen: {
            host: '127.0.0.1',
            port: 0,
            get saidPort() {
              return wires.get(registerId)?.port as number;
            },
          },
        });
        meshes.set(registerId, mesh);
        // Whoever comes to it comes over this cable.
        const wire = await stretchWire(() => mesh.port() ?? 1);
        wires.get(registerId)?.close();
        wires.set(registerId, wire);
        return mesh;
      },
      addressOf: (id) => `127.0.0.1:${wires.get(id)?.port}`,
      cut(a, b) {
        for (const id of [a, b]) wires.get(id)?.freeze();
      },
      heal(a, b) {
        for (const id of [a, b]) wires.get(id)?.thaw();
      },
      async listen(onEvent) {
        const [[id, mesh] = ['', undefined]] = meshes;
        const guest = await listenAsGuest({
          port: mesh?.port() ?? 0,
          papers: await papers.guest('kuchyn'),
          name: 'kuchyn',
          topic: `kasad/1/${papers.storeId}/${id}/events/#`,
          onLine: onEvent,
        });
        closing.push(guest.close);
        return guest.heard;
      },
      async close() {
        for (const close of closing) close();
        for (const wire of wires.values()) wire.close();
      },
    };
  },
  4000,
);
