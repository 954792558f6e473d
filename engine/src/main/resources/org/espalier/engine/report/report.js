'use strict';
(() => {
  const numbers = JSON.parse(document.getElementById('numbers').textContent);
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const percent = share => {
    const value = share * 100;
    if (value === 0 || Math.abs(value) >= 1) {
      return +value.toFixed(2) + ' %';
    }
    return +value.toPrecision(2) + ' %';
  };
  const dashes = { train: [2, 3], validation: [], test: [7, 4] };
  const charts = new Map();

  const marks = {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      const at = chart.options.plugins.marks.at || [];
      ctx.save();
      ctx.strokeStyle = css('--mark');
      ctx.lineWidth = 1;
      for (const step of at) {
        const x = scales.x.getPixelForValue(step);
        if (x >= chartArea.left && x <= chartArea.right) {
          ctx.beginPath();
          ctx.moveTo(x, chartArea.top);
          ctx.lineTo(x, chartArea.bottom);
          ctx.stroke();
        }
      }
      ctx.restore();
    }
  };

  // from the least to the largest of several repeats
  const bars = {
    id: 'bars',
    beforeDatasetsDraw(chart) {
      const { ctx, scales } = chart;
      ctx.save();
      ctx.lineWidth = 1.5;
      for (const set of chart.data.datasets) {
        ctx.strokeStyle = set.borderColor;
        for (const p of set.data) {
          if (p.low === undefined || p.low === p.high) {
            continue;
          }
          const x = scales.x.getPixelForValue(p.x);
          const [low, high] = [p.low, p.high].map(value => scales.y.getPixelForValue(value));
          ctx.beginPath();
          ctx.moveTo(x, low);
          ctx.lineTo(x, high);
          for (const end of [low, high]) {
            ctx.moveTo(x - 4, end);
            ctx.lineTo(x + 4, end);
          }
          ctx.stroke();
        }
      }
      ctx.restore();
    }
  };

  const distinct = list => [...new Set(list)];

  // a training that follows another starts its own line; stages that measured once are joined
  function apart(points) {
    const counts = new Map();
    points.forEach(p => counts.set(p.stage, (counts.get(p.stage) || 0) + 1));
    const parts = (p, q) => p.stage !== q.stage && (counts.get(p.stage) > 1 || counts.get(q.stage) > 1);
    return points.flatMap((p, i) =>
      i > 0 && parts(points[i - 1], p) ? [{ x: points[i - 1].x, y: NaN, stage: p.stage, step: p.step }, p] : [p]);
  }

  function datasets(curves, asError, points, compared, named) {
    const series = distinct(curves.map(curve => curve.series));
    const kinds = distinct(curves.map(curve => curve.measure));
    return curves.map(curve => {
      const several = series.length > 1;
      const kind = curve.measure.split('.')[0];
      const order = named ? curves.indexOf(curve) : several ? series.indexOf(curve.series) : kinds.indexOf(curve.measure);
      const colour = css('--c' + order % 6);
      return {
        label: compared ? curve.series : (curve.series ? curve.series + ' · ' : '') + (named ? curve.measure : kind),
        data: (points ? curve.points : apart(curve.points))
          .map(p => ({
            x: p.x, y: asError ? 1 - p.y : p.y, stage: p.stage, step: p.step,
            low: asError && p.most !== undefined ? 1 - p.most : p.least,
            high: asError && p.least !== undefined ? 1 - p.least : p.most
          })),
        borderColor: colour,
        backgroundColor: colour,
        borderDash: compared || named ? [[], [7, 4], [2, 3]][Math.floor(order / 6) % 3] : several || points ? dashes[kind] || [] : [],
        borderWidth: 2,
        clip: 8,
        pointRadius: points || curve.points.length < 30 ? 3 : 0,
        pointHoverRadius: 5,
        pointStyle: kind === 'test' ? 'rectRot' : 'circle',
        pointHitRadius: 6,
        tension: 0
      };
    });
  }

  function axis(title, extra) {
    return Object.assign({
      title: { display: true, text: title, color: css('--quiet') },
      grid: { color: css('--grid') },
      border: { color: css('--rule') },
      ticks: { color: css('--quiet'), maxRotation: 0 }
    }, extra);
  }

  const leading = value => Math.round(value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9)) * 100) / 100;

  function draw(id, curves, options) {
    const canvas = document.getElementById(id);
    if (!canvas) {
      return;
    }
    if (charts.has(id)) {
      charts.get(id).destroy();
      charts.delete(id);
    }
    const box = document.querySelector('[data-error-of="' + id + '"]');
    const asError = Boolean(box && box.checked);
    const shares = options.shares;
    const sparse = options.weightsLeft;
    const data = datasets(curves, asError, sparse, options.compared, options.named);
    const logarithmic = asError || options.logarithmic;
    const format = shares ? percent : value => +Number(value).toPrecision(4);
    const ticks = callback => ({ color: css('--quiet'), maxRotation: 0, callback });
    const ends = data.flatMap(set => set.data.flatMap(p => [p.low, p.high])).filter(Number.isFinite);
    const y = axis(asError ? 'error' : options.title, {
      suggestedMin: options.fromZero ? 0 : ends.length ? Math.min(...ends) : undefined,
      suggestedMax: ends.length ? Math.max(...ends) : undefined,
      type: logarithmic ? 'logarithmic' : 'linear',
      ticks: ticks(value => logarithmic && ![1, 2, 5].includes(leading(value)) ? null : format(value))
    });
    const densities = curves.flatMap(curve => curve.points.map(p => p.x));
    const wide = !options.compared || Math.max(...densities) > 3 * Math.min(...densities);
    const x = sparse
      ? axis('weights left', {
        type: wide ? 'logarithmic' : 'linear', reverse: true, max: options.compared ? undefined : 1,
        ticks: Object.assign(ticks(value => !wide || [1, 2, 5].includes(leading(value)) ? percent(value) : null), { autoSkip: true })
      })
      : axis('step', { type: 'linear' });
    charts.set(id, new Chart(canvas, {
      type: 'line',
      data: { datasets: data },
      plugins: [marks, bars],
      options: {
        animation: false,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
        scales: { x, y },
        plugins: {
          marks: { at: sparse ? [] : numbers.maskChanges },
          legend: { position: 'bottom', labels: { color: css('--ink'), boxWidth: 22, boxHeight: 1 } },
          tooltip: {
            callbacks: {
              title: items => items[0].raw.stage,
              label: item => item.dataset.label + ': ' + format(item.raw.y) + (asError ? ' error' : '')
                + (item.raw.low === undefined ? '' : ' (' + format(item.raw.low) + ' to ' + format(item.raw.high) + ')'),
              afterLabel: item => sparse ? percent(item.raw.x) + ' of the weights left' : 'step ' + item.raw.step
            }
          }
        }
      }
    }));
  }

  const views = {
    'tradeoff-chart': () => draw('tradeoff-chart', numbers.weightsLeft, { title: 'accuracy', shares: true, weightsLeft: true }),
    'loss-chart': () => draw('loss-chart', numbers.loss, { title: 'loss' }),
    'accuracy-chart': () => draw('accuracy-chart', numbers.accuracy, { title: 'accuracy', shares: true })
  };
  numbers.comparisons.forEach((comparison, i) => {
    const measure = comparison.measure.split('.').slice(1).join('.');
    const shares = /^(accuracy|mean-recall|top-.*)$/.test(measure);
    const id = 'comparison-chart-' + i;
    views[id] = () => draw(id, comparison.curves, { title: 'test ' + measure, shares, weightsLeft: true, compared: true });
  });
  numbers.progress.forEach((each, i) => {
    const id = 'progress-chart-' + i;
    views[id] = () => draw(id, each.curves, { title: each.family, named: true, logarithmic: each.logarithmic, fromZero: each.fromZero });
  });
  const drawAll = () => Object.values(views).forEach(view => view());
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  document.querySelectorAll('[data-error-of]').forEach(box => box.addEventListener('change', views[box.dataset.errorOf]));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  drawAll();
})();
