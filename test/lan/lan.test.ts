import { readdirSync, readlinkSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Host } from './host.ts';
import { createLan, type Lan } from './lan.ts';

describe('the laboratory', { timeout: 60_000 }, () => {
  let lan: Lan | undefined;
  afterEach(() => lan?.close());

  /** Whether a packet gets there and back: a closed port answers with a refusal, a cut cable with nothing. */
  async function reaches(from: Host, address: string): Promise<boolean> {
    const knock = `exec 3<>/dev/tcp/${address}/9`;
    const answer = await from
      .exec(['timeout', '1', 'bash', '-c', knock])
      .catch((error: Error) => error.message);
    return answer.includes('refused');
  }

  /** A card that has come up passes packets when the kernel has let its switch know, up to some seconds later. */
  const comesToReach = (from: Host, address: string) =>
    expect.poll(() => reaches(from, address), { timeout: 15_000 }).toBe(true);

  it('has boxes that reach each other, until something is in the way', async () => {
    lan = await createLan({ hosts: 3 });
    const [a, b, c] = lan.hosts as [Host, Host, Host];
    expect([a.address(), c.address()]).toEqual(['10.77.0.1', '10.77.0.3']);
    await comesToReach(a, b.address());

    await lan.isolate([a, c]);
    const ways = [reaches(a, c.address()), reaches(a, b.address()), reaches(c, b.address())];
    expect(await Promise.all(ways)).toEqual([false, true, true]);
    await lan.isolate([]);
    expect(await reaches(a, c.address())).toBe(true);

    await a.pullCable();
    expect(await reaches(a, b.address())).toBe(false);
    await a.putCableBack();
    await comesToReach(a, b.address());

    await a.changeAddress('10.77.0.99');
    await a.replaceCard('other');
    expect(a.address()).toBe('10.77.0.99');
    await comesToReach(b, '10.77.0.99');
    expect(await reaches(b, '10.77.0.1')).toBe(false);

    const [second] = await Promise.all([a.joinSwitch(1), b.joinSwitch(1)]);
    await a.pullCable();
    await comesToReach(b, second);
  });

  it('keeps a new card as its box was: muffled, and apart', async () => {
    lan = await createLan({ hosts: 2 });
    const [a, b] = lan.hosts as [Host, Host];
    await lan.isolate([a, b]);
    await a.replaceCard('same');
    expect(await reaches(a, b.address())).toBe(false);
  });

  it('leaves no process behind, not even one that a program of its own has started', async () => {
    lan = await createLan({ hosts: 1 });
    const [host] = lan.hosts as [Host];
    host.run(['sh', '-c', 'sleep 1000 & setsid sleep 1000 & wait'], { stdio: 'ignore' });
    const namespace = (await host.exec(['readlink', '/proc/self/ns/net'])).trim();
    const living = () =>
      readdirSync('/proc').filter((pid) => {
        try {
          return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/ns/net`) === namespace;
        } catch {
          return false; // it has just ended
        }
      });
    expect(living().length).toBeGreaterThan(0);
    await lan.close();
    await expect.poll(() => living()).toEqual([]);
  });

  it('tells what a program complained of', async () => {
    lan = await createLan({ hosts: 1 });
    await expect(lan.hosts[0]?.exec(['sh', '-c', 'echo no such thing >&2; exit 3'])).rejects.toThrow(
      /host0: sh .*: 3: no such thing/,
    );
  });
});
