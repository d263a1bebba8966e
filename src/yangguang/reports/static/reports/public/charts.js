// Draws the charts of a page from the JSON beside them; colours come from the tokens of the house.
// Without this script, and for screen readers always, the table under each chart says the same.
(function () {
  "use strict";
  var root = document.documentElement;
  var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function token(name) { return getComputedStyle(root).getPropertyValue("--yg-" + name).trim(); }
  function pixels(name) { return parseFloat(token(name)) * parseFloat(getComputedStyle(root).fontSize); }

  function option(data, width) {
    var narrow = width < 420;
    var text = { color: token("ink-soft"), fontFamily: token("sans"), fontSize: Math.round(pixels("text-xs")) };
    var across = data.kind === "hbar";
    var many = data.series.length > 1;
    var letters = data.series.reduce(function (sum, series) { return sum + series.name.length; }, 0);
    var rows = Math.ceil((letters * text.fontSize + data.series.length * 40) / Math.max(width, 1));
    var names = {
      type: "category", data: data.categories, inverse: across, axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-strong") } },
      axisLabel: Object.assign({ interval: 0, width: across ? (narrow ? 84 : 120) : Math.max(40, (width - 80) / data.categories.length - 8), overflow: "break" }, text)
    };
    var values = {
      type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: token("line") } }
    };
    return {
      animation: !still, textStyle: text,
      color: [1, 2, 3, 4, 5, 6].map(function (n) { return token("chart-" + n); }),
      grid: { left: 8, right: across ? 44 : 16, top: many ? rows * 24 + 16 : 16, bottom: 8, containLabel: true },
      legend: many ? { top: 0, left: 0, textStyle: text, itemWidth: 14, itemHeight: 10 } : undefined,
      // rich text: the HTML tooltip would write inline styles, which the content policy refuses
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: across ? "shadow" : "line" },
        backgroundColor: token("surface-raised"), borderColor: token("line"), textStyle: Object.assign({}, text, { color: token("ink") })
      },
      xAxis: across ? values : names,
      yAxis: across ? names : values,
      series: data.series.map(function (series) {
        return {
          name: series.name, type: data.kind === "line" ? "line" : "bar", data: series.values, barMaxWidth: 22, symbolSize: 8,
          lineStyle: { width: 2.5 }, label: { show: !many, position: across ? "right" : "top", color: token("ink"), fontFamily: token("sans") },
          itemStyle: { borderRadius: data.kind === "line" ? 0 : 2 }
        };
      })
    };
  }

  var drawn = Array.prototype.map.call(document.querySelectorAll("[data-chart]"), function (box) {
    var data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    var chart = window.echarts.init(box);
    function draw() { chart.setOption(option(data, box.clientWidth), true); }
    draw();
    new ResizeObserver(function () { chart.resize(); draw(); }).observe(box);
    var folds = box.parentElement.querySelector("details[data-folds]");
    if (folds) folds.open = false; // the chart says it; the table is one click away
    return draw;
  });
  function redraw() { drawn.forEach(function (draw) { draw(); }); }
  new MutationObserver(redraw).observe(root, { attributes: true, attributeFilter: ["data-theme", "data-type"] });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details[data-folds]").forEach(function (details) { details.open = true; });
  });
})();
