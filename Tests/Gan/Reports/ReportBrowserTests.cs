using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Reports;

/// <summary>What a reader sees: the report in a real browser, on a desk and on a phone, by day and by night.</summary>
public sealed class ReportBrowserTests : Commands.CommandLine
{
    [TestCase("gray")]
    [TestCase("colour")]
    [TestCase("points")]
    public async Task A_browser_shows_all_of_it_without_the_network(string kind)
    {
        switch (kind)
        {
            case "gray":
                ReportRuns.Gray();
                break;
            case "colour":
                ReportRuns.Colour();
                break;
            default:
                ReportRuns.Points();
                break;
        }

        Run("report --run run");
        await using Chromium browser = await Chromium.Start();
        await browser.Open("run/report.html", 1100, 900);
        string[] headings = [
            .. (
                await browser.Evaluate(
                    "[...document.querySelectorAll('h1, h2')].map(h => h.innerText)")).EnumerateArray().Select(h => h.GetString()!)];
        int images = (await browser.Evaluate("document.images.length")).GetInt32();
        // decode() fails for a picture that is damaged, and waits for one that is not done yet.
        int decoded = (await browser.Evaluate(
            "Promise.all([...document.images].map(i => i.decode().then(() => i.naturalWidth > 0 && i.alt.length > 0 ? 1 : 0, () => "
            + "0))).then(a => a.reduce((x, y) => x + y, 0))")).GetInt32();
        int curves = (
            await browser.Evaluate(
                "[...document.querySelectorAll('svg path[stroke-width]')].filter(p => p.getTotalLength() > 50).length")).GetInt32();
        bool standards = (
            await browser.Evaluate(
                "document.compatMode === 'CSS1Compat' && document.body.lastElementChild.tagName === 'MAIN'")).GetBoolean();
        Bitmap day = PngFile.Decode(await browser.Screenshot(), "the screenshot by day");

        await browser.Open("run/report.html", 360, 640, dark: true);
        int overhang = (await browser.Evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).GetInt32();
        Bitmap night = PngFile.Decode(await browser.Screenshot(), "the screenshot by night");
        string page = new Uri(Path.GetFullPath("run/report.html")).AbsoluteUri;
        Assert.Multiple(() =>
        {
            Assert.That(headings[0], Does.Contain(kind switch { "gray" => "mlp on ", "colour" => "dcgan on ", _ => "toy2d on ring" }));
            Assert.That(headings[1..], Is.EqualTo(new[] { "Samples", "Over time", "Curves", "Timing", "Options", "Repeat it" }));
            Assert.That((images, decoded), Is.EqualTo(kind == "points" ? (5, 5) : (4, 4)), "the final grid, the animation, one an epoch");
            Assert.That(curves, Is.EqualTo(6), "two losses, two verdicts, accuracy, speed");
            Assert.That(standards, Is.True, "the browser's reading of the page is the writer's");
            Assert.That(browser.Problems, Is.Empty);
            Assert.That(browser.Requests, Is.EqualTo(new[] { page, page }), "nothing but the file itself");
            Assert.That(overhang, Is.Zero, "nothing hangs out of a phone");
            Assert.That(day.Width, Is.EqualTo(1100));
            Assert.That(Shades(day), Has.Count.GreaterThan(50), "the screenshot is not blank");
            Assert.That(day.Pixels[0], Is.GreaterThan(200), "paper by day");
            Assert.That(Shades(night), Has.Count.GreaterThan(50));
            Assert.That(night.Pixels[0], Is.LessThan(60), "dark by night");
        });
    }

    private static HashSet<int> Shades(Bitmap picture)
    {
        var shades = new HashSet<int>();
        for (int i = 0; i < picture.Pixels.Length; i += picture.Channels)
            shades.Add((picture.Pixels[i] << 16) | (picture.Pixels[i + 1] << 8) | picture.Pixels[i + 2]);
        return shades;
    }
}
