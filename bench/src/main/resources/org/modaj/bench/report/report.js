'use strict';
(() => {
  // colours of Okabe and Ito, which people tell apart who see colours differently
  const METHODS = {
    light: { 'ST': '#5f6670', 'MwT': '#d55e00', 'GradSplitter': '#b14d86', 'INCITE': '#b97f00', 'MODA': '#0072b2' },
    dark: { 'ST': '#b9c0c8', 'MwT': '#f0954a', 'GradSplitter': '#e39bc4', 'INCITE': '#f0b429', 'MODA': '#56b4e9' },
  };
  const OTHERS = {
    light: ['#0072b2', '#d55e00', '#007a5a', '#b14d86', '#b97f00', '#5f6670'],
    dark: ['#56b4e9', '#f0954a', '#35c59a', '#e39bc4', '#f0b429', '#b9c0c8'],
  };
  // what is no method: the whole network in the colour of text, a variant of a method in its own
  const WHOLE = /^whole |^accuracy of the whole/;
  const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function colour(name, index) {
    const theme = dark.matches ? 'dark' : 'light';
    if (WHOLE.test(name)) return dark.matches ? '#ffffff' : '#000000';
    const method = name.replace(/(, paper| with offsets|, artifact's start)$/, '');
    return METHODS[theme][method] || OTHERS[theme][index % OTHERS[theme].length];
  }

  // bars of a group stand beside each other: every series has positions of its own
  function aligned(data) {
    if (!data.bars) return [data.x, ...data.series.map(s => s.values)];
    const step = 0.8 / data.series.length;
    return uPlot.join(data.series.map((s, k) =>
      [data.x.map(x => x + (k - (data.series.length - 1) / 2) * step), s.values]));
  }

  // how many pixels of the plot have the colour of a series; read once, for a check of the page
  function drawn(u) {
    const { left, top, width, height } = u.bbox;
    const found = u.ctx.getImageData(left, top, Math.max(1, width), Math.max(1, height)).data;
    const wanted = u.series.slice(1).map(s => parseInt(s.colour.slice(1), 16));
    let count = 0;
    for (let i = 0; i < found.length; i += 4) {
      if (found[i + 3] > 200 && wanted.some(c => Math.abs(found[i] - (c >> 16)) < 24
          && Math.abs(found[i + 1] - (c >> 8 & 255)) < 24 && Math.abs(found[i + 2] - (c & 255)) < 24)) count++;
    }
    return count;
  }

  function options(data, width, figure) {
    const fg = css('--fg'), grid = css('--grid');
    const fine = v => v == null ? '–' : +v.toPrecision(4);
    const font = '12px system-ui, sans-serif';
    const ofClass = x => data.categories[Math.round(x)] ?? '';
    const longest = data.categories ? Math.max(...data.categories.map(c => c.length)) : 0;
    let checked = false;
    return {
      width, height: width < 520 ? 300 : 360,
      scales: {
        x: data.bars
          ? { time: false, range: [-0.6, data.x.length - 0.4] }
          : { time: false, range: (u, min, max) => min === max ? [min - 1, max + 1] : [min, max] },
        y: data.log ? { distr: 3, log: 10 } : { range: (u, min, max) => {
          if (min == null) return [0, 1];
          const low = data.bars ? Math.min(0, min) : min, high = data.bars ? Math.max(0, max) : max;
          const room = (high - low || Math.abs(high) || 1) * 0.06;
          return [low === 0 ? 0 : low - room, high === 0 ? 0 : high + room];
        } },
      },
      axes: [
        { stroke: fg, font, label: data.xLabel, labelFont: font, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid },
          ...(data.bars
            ? { splits: () => data.x, values: (u, s) => s.map(ofClass), rotate: -45, size: Math.min(120, 26 + longest * 5), labelSize: 20 }
            : { space: 44, size: 30, labelSize: 22, incrs: (data.x.every(Number.isInteger) ? [] : [0.05, 0.1, 0.2, 0.5]).concat([1, 2, 5, 10, 20, 50, 100]) }) },
        { stroke: fg, font, label: data.yLabel, labelFont: font, size: 52, ...(data.log ? { values: (u, s) => s.map(v => v == null ? null : [1, 2, 5].includes(+String(v).replace(/[0.]/g, '')[0]) ? +v.toPrecision(3) : null) } : {}), grid: { stroke: grid, width: 1 }, ticks: { stroke: grid } },
      ],
      series: [
        { label: data.xLabel, value: (u, v) => v == null ? '–' : data.categories ? ofClass(v) : fine(v) },
        ...data.series.map((s, k) => {
          const stroke = colour(s.name, k);
          const variant = / with offsets$|, artifact's start$/.test(s.name);
          return data.bars
            ? { label: s.name, colour: stroke, stroke, fill: stroke, width: 0, points: { show: false }, value: (u, v) => fine(v),
                paths: uPlot.paths.bars({ size: [0.9 * 0.8 / data.series.length, 60] }) }
            : { label: s.name, colour: stroke, stroke, width: s.paper ? 1.5 : 2, value: (u, v) => fine(v), spanGaps: true,
                dash: s.paper ? [3, 4] : WHOLE.test(s.name) ? [1, 5] : variant ? [12, 4] : DASHES[Math.floor(k / 2) % DASHES.length],
                points: { show: s.values.length <= 30, size: s.paper ? 7 : 5, fill: s.paper ? css('--panel') : stroke } };
        }),
      ],
      cursor: { drag: { x: false, y: false } },
      legend: { markers: { width: 0, fill: (u, i) => u.series[i].colour } },
      hooks: {
        setCursor: [u => u.root.querySelector('.u-legend')?.classList.toggle('at', u.cursor.idx != null)],
        draw: [u => {
          if (!checked) {
            checked = true;
            figure.dataset.drawn = drawn(u);
          }
        }],
      },
    };
  }

  function show(figure) {
    const plot = figure.querySelector('.plot');
    const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const said = Object.assign(document.createElement('div'), { className: 'said' });
    said.setAttribute('aria-live', 'polite');
    figure.append(said);
    const values = aligned(data);
    let u = null, at = -1;
    const draw = () => {
      if (u) u.destroy();
      u = new uPlot(options(data, Math.max(240, plot.clientWidth), figure), values, plot);
      for (const th of plot.querySelectorAll('.u-legend tr:not(:first-child) th')) {
        th.tabIndex = 0;
        th.setAttribute('role', 'button');
        th.addEventListener('keydown', e => {
          if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); th.click(); }
        });
      }
    };
    draw();
    let width = plot.clientWidth;
    new ResizeObserver(() => {
      if (plot.clientWidth !== width) { width = plot.clientWidth; draw(); }
    }).observe(plot);
    dark.addEventListener('change', draw);
    plot.addEventListener('keydown', e => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!move || e.target !== plot) return;
      e.preventDefault();
      at = Math.min(values[0].length - 1, Math.max(0, at + move));
      u.setCursor({ left: u.valToPos(values[0][at], 'x'), top: 10 });
      const name = data.categories ? data.categories[Math.round(values[0][at])] : values[0][at];
      said.textContent = data.xLabel + ' ' + name + ': ' + data.series
        .map((s, k) => values[k + 1][at] == null ? '' : s.name + ' ' + +values[k + 1][at].toPrecision(4))
        .filter(Boolean).join(', ');
    });
  }

  document.querySelectorAll('details').forEach(d => { d.open = false; });
  document.querySelectorAll('figure.chart').forEach(show);
  document.documentElement.dataset.ready = 'true';
})();
