using System.Diagnostics;
using System.Xml;
using System.Xml.Linq;
using GanFromScratch.Gan.Data.Png;
using GanFromScratch.Tests.GanOutput;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.GanReports;

/// <summary><c>report</c> and <c>interpolate</c>, on small runs; and the page in a real browser.</summary>
public sealed class ReportTests : GanCommands.CommandLine
{
    private const string Browser = "/usr/bin/chromium";

    [Test]
    public void A_page_of_a_run_of_images_has_all_of_it_and_asks_for_nothing()
    {
        Run("train --model mlp --epochs 2 --steps 6 --batch 8 --epoch-is-one-batch true --out run --device cpu --lr 0.0003");
        Assert.That(Run("report --run run"), Does.Contain("report.html"));
        XDocument page = Page("run/report.html");
        string text = page.Root!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(page.DocumentType!.Name, Is.EqualTo("html"));
            Assert.That(page.Descendants("h1").Single().Value, Does.Contain("mlp").And.Contain("mnist"));
            Assert.That(page.Descendants("h2").Select(h => h.Value), Does.Contain("Samples").And.Contain("Curves").And.Contain("Timing"));
            Assert.That(page.Descendants("img").Count(), Is.GreaterThanOrEqualTo(3));
            Assert.That(page.Descendants("img").Attributes("src").Select(a => a.Value), Is.All.StartsWith("data:image/"));
            Assert.That(page.Descendants("img").Attributes("src").Select(a => a.Value), Has.Some.StartsWith("data:image/gif;base64,"));
            Assert.That(page.Descendants("img").Attributes("alt").Select(a => a.Value.Length), Is.All.GreaterThan(5));
            Assert.That(page.Descendants().Count(e => e.Name.LocalName == "svg"), Is.GreaterThanOrEqualTo(4));
            Assert.That(page.Descendants().Where(e => e.Name.LocalName is "script" or "iframe"), Is.Empty);
            Assert.That(page.Descendants().Attributes().Select(a => a.Value).Where(v => v.StartsWith("http", StringComparison.Ordinal)), Is.All.Contains("www.w3.org"));
            Assert.That(page.Descendants("table").Elements("caption").Count(), Is.EqualTo(page.Descendants("table").Count()));
            Assert.That(text, Does.Contain("0.0003").And.Contain("train --"));
        });
    }

    [Test]
    public void Points_unfinished_runs_and_alarms_are_reported_too()
    {
        Run("train --model toy2d --loss minimax --lr 0.1 --epochs 6 --out run --device cpu");
        File.AppendAllText("run/alarms.txt", "7\t<script>alert('no')</script> & more\n");
        Run("report --run run --out page.html");
        XDocument page = Page("page.html");
        Assert.That(page.Root!.Value, Does.Contain("gradient has died").And.Contain("<script>alert('no')</script> & more"));
        Assert.That(page.Descendants("script"), Is.Empty);
    }

    [Test]
    public void A_walk_begins_and_ends_at_samples()
    {
        Run("train --model mlp --steps 2 --batch 8 --out run --device cpu");
        Assert.That(Run("interpolate --run run --rows 2 --steps 3 --from 5 --to 6 --grid walk.png --gif walk.gif"), Does.Contain("2 walks of 3 steps: walk.png").And.Contain("walk.gif"));
        Run("sample --run run --count 2 --seed 5 --png begin");
        Run("sample --run run --count 2 --seed 6 --png end");
        PngImage walk = PngReader.Read("walk.png");
        int cell = (walk.Width - 28) / 2 - 28 > 0 ? ((walk.Width - (3 * 28)) / 4) : 0;
        Assert.That(Cut(walk, cell, cell), Is.EqualTo(PngReader.Read(Directory.GetFiles("begin").Order(StringComparer.Ordinal).First()).Pixels));
        Assert.That(Cut(walk, cell + (2 * (28 + cell)), cell), Is.EqualTo(PngReader.Read(Directory.GetFiles("end").Order(StringComparer.Ordinal).First()).Pixels));
        var gif = new GifReader(File.ReadAllBytes("walk.gif"));
        Assert.That(gif.Frames, Has.Count.EqualTo(4), "there and back");
        Assert.That(gif.Frames[1], Is.EqualTo(gif.Frames[3]));
        Assert.That(gif.Frames[0], Is.Not.EqualTo(gif.Frames[2]));
    }

    [TestCase("report --run nowhere", "nowhere")]
    [TestCase("interpolate --run nowhere", "nowhere")]
    [TestCase("interpolate --run x --from 3 --to 3", "--from and --to are both 3, so the walks would stand still; choose two seeds.")]
    [TestCase("interpolate --run x --rows 0", "--rows: expected 1 to 100, got 0")]
    [TestCase("interpolate --run x --mode round", "--mode")]
    public void Mistakes(string arguments, string sentence) => Mistake(arguments, sentence);

    /// <summary>
    /// A page of the test loads the report into a frame and writes down what it finds there. No request leaves the machine: the report's own
    /// policy is not asked for, the browser is given no network.
    /// </summary>
    [Test]
    public void A_browser_shows_it()
    {
        if (!File.Exists(Browser))
            Missing.Skip("CHROMIUM", $"there is no browser at {Browser} (Debian: the package chromium)");
        Run("train --model mlp --epochs 2 --steps 6 --batch 8 --epoch-is-one-batch true --out run --device cpu");
        Run("report --run run");
        File.WriteAllText("probe.html", """
            <!DOCTYPE html><html><body><iframe id="report" src="run/report.html" width="900" height="2000"></iframe><pre id="found"></pre><script>
            document.getElementById('report').onload = function () {
                const page = this.contentDocument, images = [...page.images];
                const all = performance.getEntriesByType('resource').map(e => e.name).concat(this.contentWindow.performance.getEntriesByType('resource').map(e => e.name));
                Promise.all(images.map(image => image.decode())).then(() => {
                    document.getElementById('found').textContent = 'images ' + images.length + ' decoded ' + images.filter(i => i.naturalWidth > 0).length
                        + ' headings ' + page.querySelectorAll('h1, h2').length + ' svg ' + page.querySelectorAll('svg').length
                        + ' wide ' + (page.documentElement.scrollWidth <= 900) + ' outside ' + all.filter(n => !n.startsWith('file:') && !n.startsWith('data:')).length;
                }, error => document.getElementById('found').textContent = 'failed ' + error);
            };
            </script></body></html>
            """);
        string found = Chromium("--allow-file-access-from-files", "--virtual-time-budget=10000", "--dump-dom", new Uri(Path.GetFullPath("probe.html")).AbsoluteUri);
        Assert.That(found, Does.Match("images ([3-9]|[0-9]{2,}) decoded [0-9]+ headings [4-9] svg ([4-9]|[0-9]{2,}) wide true outside 0"));
        System.Text.RegularExpressions.Match counts = System.Text.RegularExpressions.Regex.Match(found, "images ([0-9]+) decoded ([0-9]+)");
        Assert.That(counts.Groups[2].Value, Is.EqualTo(counts.Groups[1].Value), "all images are decoded");

        Chromium("--screenshot=screen.png", "--window-size=900,1400", new Uri(Path.GetFullPath("run/report.html")).AbsoluteUri);
        byte[] pixels = PngReader.Read("screen.png").Pixels;
        Assert.That(pixels.Distinct().Count(), Is.GreaterThan(50), "the screen is not blank");
    }

    private static string Chromium(params string[] arguments)
    {
        var start = new ProcessStartInfo(Browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] usual =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--user-data-dir={Path.GetFullPath("profile")}",
        ];
        foreach (string argument in usual.Concat(arguments))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors.Result);
        return output;
    }

    private static XDocument Page(string path)
    {
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = null });
        return XDocument.Load(reader);
    }

    private static byte[] Cut(PngImage picture, int x, int y) =>
        [.. Enumerable.Range(y, 28).SelectMany(row => picture.Row(row).Slice(x * picture.Channels, 28 * picture.Channels).ToArray())];
}
