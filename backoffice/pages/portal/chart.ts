import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  Tooltip,
} from 'chart.js';

// What a chart of bars is made of, and nothing else of the library.
Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

export interface Bars {
  readonly labels: readonly string[];
  /** Haléře. */
  readonly now: readonly number[];
  readonly before: readonly number[];
  readonly nowName: string;
  readonly beforeName: string;
  readonly money: (haler: number) => string;
  readonly axis: (haler: number) => string;
}

/** What a token comes to on this page now: a canvas knows neither custom properties nor light-dark(). */
function colour(place: Element, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  place.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function configuration(place: HTMLElement, bars: Bars): ChartConfiguration<'bar'> {
  const [accent, strong, line, quiet, text, raised] = [
    '--accent',
    '--border-strong',
    '--border',
    '--text-quiet',
    '--text',
    '--raised',
  ].map((token) => colour(place, token)) as [string, string, string, string, string, string];
  const { fontFamily } = getComputedStyle(place);
  const font = { family: fontFamily, size: 12 };
  return {
    type: 'bar',
    data: {
      labels: [...bars.labels],
      datasets: [
        {
          label: bars.nowName,
          data: [...bars.now],
          backgroundColor: accent,
          hoverBackgroundColor: accent,
          borderRadius: 2,
          grouped: false,
          barPercentage: 0.62,
          categoryPercentage: 0.9,
          order: 0,
        },
        {
          // An empty frame behind: told apart without colours.
          label: bars.beforeName,
          data: [...bars.before],
          backgroundColor: 'transparent',
          hoverBackgroundColor: 'transparent',
          borderColor: strong,
          hoverBorderColor: strong,
          borderWidth: 1.5,
          borderRadius: 2,
          grouped: false,
          barPercentage: 0.94,
          categoryPercentage: 0.9,
          order: 1,
        },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          grid: { display: false },
          border: { color: line },
          ticks: { color: quiet, font, maxRotation: 0, autoSkipPadding: 8 },
        },
        y: {
          grid: { color: line },
          border: { display: false },
          ticks: {
            color: quiet,
            font,
            maxTicksLimit: 5,
            callback: (value) => bars.axis(Number(value)),
          },
        },
      },
      plugins: {
        tooltip: {
          animation: false,
          backgroundColor: raised,
          titleColor: text,
          bodyColor: text,
          borderColor: strong,
          borderWidth: 1,
          titleFont: font,
          bodyFont: font,
          displayColors: false,
          callbacks: {
            label: ({ dataset, parsed }) => `${dataset.label}: ${bars.money(parsed.y ?? 0)}`,
          },
        },
      },
    },
  };
}

export interface Drawing {
  /** Other figures, another language or theme. */
  redraw(bars: Bars): void;
  remove(): void;
}

/** Bars of now in front of frames of before. */
export function draw(canvas: HTMLCanvasElement, bars: Bars): Drawing {
  const place = canvas.parentElement ?? document.body;
  const chart = new Chart(canvas, configuration(place, bars));
  return {
    redraw(next) {
      const { data, options } = configuration(place, next);
      chart.data = data;
      if (options) chart.options = options;
      chart.update('none');
    },
    remove: () => chart.destroy(),
  };
}
