import { memoryHub } from './memory-mesh.ts';
import { meshContract } from './mesh.contract.ts';
import { realTime } from './shop.fixture.ts';

meshContract(
  'the mesh in memory',
  async () => {
    let heard = () => {};
    const hub = memoryHub(realTime);
    return {
      open: async ({ registerId, admits, about, ear }) => {
        const mesh = hub.mesh({ registerId, admits, about, events: ear.events });
        return {
          ...mesh,
          publish(topic, payload) {
            mesh.publish(topic, payload);
            heard();
          },
        };
      },
      addressOf: (id) => `${id}:1`,
      cut: hub.cut,
      heal: hub.heal,
      async listen(onEvent) {
        heard = onEvent;
        return hub.events;
      },
      async close() {},
    };
  },
  100,
);
