namespace GanFromScratch.Gan.Reports;

/// <summary>How a report looks: by day, by night, on a phone and on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root { color-scheme: light dark; --page: #ffffff; --card: #f6f7f8; --ink: #1d2125; --pale: #5c646c; --line: #d9dde1; --mark: #fff3d1; --alarm: #a32a1c; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #15181b; --card: #1e2226; --ink: #e6e8ea; --pale: #a2a9b0; --line: #3a4046; --mark: #43381a; --alarm: #ff9c8c; }
          svg [stroke="#0072B2"] { stroke: #56b4e9; }
          svg [stroke="#D55E00"] { stroke: #f08a3c; }
          svg [stroke="#009E73"] { stroke: #2fc79a; }
        }
        body { margin: 0 auto; padding: 1rem; max-width: 66rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: .5rem 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); }
        p { margin: .4rem 0; max-width: 46rem; }
        .pale, figcaption, caption, td small, th small { color: var(--pale); }
        figure { margin: 0; }
        figcaption { font-size: .9rem; margin-top: .3rem; }
        img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; border-radius: 3px; outline: 1px solid var(--line); }
        .smooth img { image-rendering: auto; }
        .pair { display: grid; gap: 1.2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: start; }
        .pair img { width: min(100%, 32rem); }
        .moments { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
        .moments img { width: 100%; image-rendering: auto; }
        .figures td { white-space: nowrap; }
        .combinations { display: grid; gap: 1.4rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); align-items: start; }
        .combinations img { width: min(100%, 20rem); }
        .combinations .curve { margin-top: .5rem; max-width: 20rem; }
        .curve svg { display: block; width: 100%; height: auto; background: var(--card); border-radius: 3px; }
        .curve rect { fill: var(--card); }
        .curve text { fill: var(--ink); }
        .curve line[stroke="#DDDDDD"] { stroke: var(--line); }
        .curve [stroke="#333333"] { stroke: var(--pale); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; margin: .4rem 0; }
        caption { text-align: left; font-size: .9rem; padding-bottom: .3rem; }
        th, td { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); font-weight: normal; }
        thead th { font-weight: 600; }
        td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        small { display: block; font-size: .8rem; line-height: 1.3; }
        .differs th, .differs td { background: var(--mark); }
        .alarms { color: var(--alarm); padding-left: 1.2rem; }
        pre { background: var(--card); padding: .7rem .9rem; border-radius: 3px; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media print { body { max-width: none; } figure, tr { break-inside: avoid; } }

        """;
}
