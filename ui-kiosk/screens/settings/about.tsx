import { language } from '../../../ui/language.ts';
import { health } from '../../store/signals.ts';
import { Busy } from '../../widgets/load.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { settingsWords } from './words.ts';

export function About({ view }: SectionProps) {
  const t = settingsWords();
  const snapshot = health.value;
  const czech = language.value === 'cs';
  const minutes = Math.floor((snapshot?.uptime_s ?? 0) / 60);
  const uptime = [
    minutes >= 1440 && t.days(Math.floor(minutes / 1440)),
    minutes >= 60 && t.hours(Math.floor(minutes / 60) % 24),
    t.minutes(minutes % 60),
  ];
  const facts: readonly (readonly [string, string])[] = [
    [t.name, view.register.name],
    [t.id, view.register.id],
    [t.series, view.register.series],
    [t.version, `kasad ${view.register.version}`],
    ...(snapshot ? [[t.uptime, uptime.filter(Boolean).join(' ')] as const] : []),
  ];
  return (
    <div class="stack roomy">
      <h1>{t.about}</h1>
      <dl class="about panel">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt class="quiet">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>{t.health}</h2>
      {snapshot ? (
        <ul class="list panel parts">
          {snapshot.parts.map((part) => (
            <li key={part.id} class="health-part">
              <span class={`dot ${part.state}`} aria-hidden="true" />
              <div>
                <p>{czech ? part.cs : part.en}</p>
                <p class="small quiet">{czech ? part.hintCs : part.hintEn}</p>
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <Busy />
      )}
    </div>
  );
}
