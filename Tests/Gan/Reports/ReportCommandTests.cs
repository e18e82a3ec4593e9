using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Gan.Output;

namespace GanFromScratch.Tests.Gan.Reports;

public sealed class ReportCommandTests : Commands.CommandLine
{
    private const string Log = "run/log.csv";

    [Test]
    public void A_finished_run_is_told_on_one_page()
    {
        ReportRuns.Gray();
        Assert.That(Run("report --run run"), Is.EqualTo("report: run/report.html\n"));
        XElement page = Page("run/report.html");
        string text = Text(page);
        GifDecoder gif = GifDecoder.Decode(Embedded(page, "image/gif").Single());
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText("run/report.html"), Does.StartWith("<!DOCTYPE html>\n<html lang=\"en\">"));
            Assert.That(
                text,
                Does.Contain("Finished: 2 of 2 epochs, 20 steps.").And.Contain("4 samples of 28×28 gray after step 20, the last one."));
            Assert.That(gif.Frames, Has.Count.EqualTo(2));
            Assert.That(gif.Frames[1].Rgb, Is.EqualTo(GifTests.Rgb(PngFile.Read("run/samples/epoch-0002.png"))));
            Assert.That(Embedded(page, "image/png").First(), Is.EqualTo(File.ReadAllBytes("run/samples/final.png")));
            Assert.That(page.Descendants("img").Select(image => (string?)image.Attribute("alt")), Has.All.Not.Empty);
            Assert.That(page.Descendants("table").Select(table => table.Element("caption")?.Value), Has.All.Not.Empty);
            Assert.That(page.Descendants("script"), Is.Empty);
            Assert.That(
                page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "srcset" or "href").Select(a => a.Value),
                Has.All.StartsWith("data:"));
            Assert.That(
                page.Descendants("tr").Where(row => (string?)row.Attribute("class") == "differs").Select(row => Name(row)),
                Is.EquivalentTo(new[] { "--data", "--epochs", "--batch", "--device", "--sample-count", "--sample-every" }));
            Assert.That(
                page.Descendants("pre").Single().Value,
                Does.StartWith("dotnet run -c Release --project Gan -- train --model mlp --data ").And.Contain(
                    " --epochs 2 --batch 4").And.Contain(" --device cpu").And.Contain(" --sample-count 4").And.Contain(
                    " --sample-every 1e"));
        });
    }

    [Test]
    public void Writing_it_again_gives_the_same_bytes_and_changes_nothing_else()
    {
        ReportRuns.Points();
        string[] before = [.. Directory.GetFiles("run", "*", SearchOption.AllDirectories).Order()];
        DateTime[] times = [.. before.Select(File.GetLastWriteTimeUtc)];
        Run("report --run run --out pages/one.html");
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (
                commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator,
                commas.NumberFormat.NegativeSign) = (",", ".", "~");
            CultureInfo.CurrentCulture = commas;
            Run("report --run run --out pages/two.html");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes("pages/two.html"), Is.EqualTo(File.ReadAllBytes("pages/one.html")), "whatever the language");
            Assert.That(Directory.GetFiles("pages"), Has.Length.EqualTo(2), "no temporary file is left");
            Assert.That(Directory.GetFiles("run", "*", SearchOption.AllDirectories).Order(), Is.EqualTo(before));
            Assert.That(before.Select(File.GetLastWriteTimeUtc), Is.EqualTo(times));
        });
    }

    [Test]
    public void An_unfinished_run_says_so_and_how_it_goes_on()
    {
        ReportRuns.Points(epochs: 2);
        File.WriteAllText("run/options.json", (RunFolder.Open("run").ReadOptions() with { Epochs = 5 }).ToJson());
        Run("report --run run");
        string text = Text(Page("run/report.html"));
        Assert.That(
            text,
            Does.Contain(
                "Not finished: so far 2 of 5 epochs, 20 steps.").And.Contain("the last one so far").And.Contain("-- train --resume run"));
    }

    [Test]
    public void One_epoch_has_a_picture_but_nothing_that_moves()
    {
        ReportRuns.Points(epochs: 1);
        Run("report --run run");
        XElement page = Page("run/report.html");
        Assert.Multiple(() =>
        {
            Assert.That(Headings(page), Is.EqualTo(new[] { "Samples", "Curves", "Timing", "Options", "Repeat it" }));
            Assert.That(Embedded(page, "image/png").Count(), Is.EqualTo(1));
            Assert.That(Embedded(page, "image/gif"), Is.Empty);
        });
    }

    [Test]
    public void A_run_without_an_epoch_still_has_its_options()
    {
        ReportRuns.Points(epochs: 1);
        File.Delete(Log);
        Directory.Delete("run/samples", recursive: true);
        Run("report --run run");
        XElement page = Page("run/report.html");
        Assert.That(Text(page), Does.Contain("The log has no row yet."));
        Assert.That(Headings(page), Is.EqualTo(new[] { "Options", "Repeat it" }));
    }

    [Test]
    public void Further_columns_alarms_and_scores_are_shown_whatever_they_are()
    {
        ReportRuns.Points();
        File.WriteAllText("run/history.txt", "step 10: batch was 1 and is <2>\n");
        string[] lines = File.ReadAllLines(Log);
        File.WriteAllLines(
            Log, [lines[0] + ",frechet,empty,remark", lines[1] + ",12.5,,", lines[2] + ",,,\"wins, <outright>\"", lines[3] + ",3.25,,"]);
        File.WriteAllText("run/alarms.txt", "2\tAlarm: The discriminator wins & the generator starves.\na line by hand\n\n");
        File.WriteAllText("run/scores.json",
            """{"data":"ring","modes":7,"modes_real":8,"nested":{"a<b":0.123456},"none":null,"classes":[1000,2]}""");
        Run("report --run run");
        XElement page = Page("run/report.html");
        XElement chart = page.Descendants().Single(
            e => e.Name.LocalName == "svg" && ((string)e.Attribute("aria-label")!).StartsWith("frechet", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(
                page.Descendants("li").Select(item => item.Value),
                Is.EqualTo(
                    new[]
                    {
                        "Epoch 2: wins, <outright>", "Epoch 2: The discriminator wins & the generator starves.", "a line by hand",
                        "step 10: batch was 1 and is <2>",
                    }));
            Assert.That(Text(page), Does.Match("seed 1; device cpu, vectors of [0-9]+ bits"));
            Assert.That(page.Descendants("details").Descendants("tr").Count(), Is.GreaterThan(30), "the defaults are folded");
            Assert.That((string?)chart.Attribute("aria-label"), Is.EqualTo("frechet: frechet from 12.5 to 3.25, between 3.25 and 12.5"));
            Assert.That(
                chart.Descendants().Where(e => e.Attribute("stroke-width")?.Value == "1.8").Select(
                    e => e.Attribute("d")!.Value.Count(letter => letter == 'L')),
                Is.EqualTo(new[] { 1 }), "one line over the epoch without a value");
            Assert.That(page.Descendants().Count(e => e.Name.LocalName == "svg"), Is.EqualTo(5), "an empty column has no curve");
            Assert.That(
                page.Descendants("section").Single(s => s.Element("h2")!.Value == "Scores").Descendants("tbody").Single().Elements().Select(
                    row => string.Join("|", row.Elements().Select(cell => cell.Value))),
                Is.EqualTo(new[]
                {
                    "data|ring|||", "modes seen|7|8|88%|larger is better", "nested.a<b|0.1235|||", "none|–|||", "classes|1,000 2|||",
                }));
        });
    }

    [Test]
    public void Names_with_special_characters_are_text_and_nothing_else()
    {
        ReportRuns.Points(epochs: 1);
        TrainingOptions options = RunFolder.Open("run").ReadOptions() with { Data = "a <b>&\"'\u0001 😀.csv" };
        File.WriteAllText("run/options.json", options.ToJson());
        Run("report --run run");
        XElement page = Page("run/report.html");
        Assert.That(page.Descendants("h1").Single().Value, Is.EqualTo("toy2d on a <b>&\"' 😀.csv"));
        Assert.That(page.Descendants("b"), Is.Empty);
        Assert.That(page.Descendants("pre").First().Value, Does.Contain("--data $'a <b>&\"\\'\\u0001 😀.csv'"));
    }

    [TestCase("report", "Option '--run' is required; Gan report --help lists what there is.")]
    [TestCase("report --run nowhere", "'nowhere': there is no such folder")]
    [TestCase("report --run .", "it has no options.json")]
    public void A_mistake_is_answered_in_one_sentence_and_leaves_nothing(string arguments, string sentence)
    {
        Mistake(arguments, sentence);
        Assert.That(Directory.GetFileSystemEntries("."), Is.Empty);
    }

    [Test]
    public void A_damaged_file_is_named_and_no_page_is_written()
    {
        ReportRuns.Points();
        string log = File.ReadAllText(Log);
        Damage(Log, "", "expected the columns");
        Damage(Log, log.Replace("loss_d", "loss", StringComparison.Ordinal), "there is no loss_d");
        Damage(Log, log + "4,x,1,1,1,1,1,1,1\n", "line 5: expected a number in column step, got 'x'");
        Damage(Log, log + "4,1\n", "line 5: expected 9 columns, got 2");
        Damage("run/scores.json", "[1]", "expected a JSON object of scores");
        Damage("run/scores.json", "{\"a\":1,\"a\":2}", "expected a JSON object of scores");
        Damage("run/samples/epoch-0002.png", "no picture", "epoch-0002.png as PNG");
        File.WriteAllText("file", "mine");
        Mistake("report --run run --out file/x.html", "Cannot write file/x.html");
    }

    [Test]
    public void A_picture_of_another_run_is_named()
    {
        ReportRuns.Gray();
        PngFile.Write("run/samples/epoch-0001.png", new Bitmap(3, 3, 1, new byte[9]));
        Mistake(
            "report --run run",
            "epoch-0001.png is another size or kind of picture than the last epoch's, so it is not of this run; move it away.");
    }

    private static void Damage(string path, string content, string sentence)
    {
        byte[]? before = File.Exists(path) ? File.ReadAllBytes(path) : null;
        File.WriteAllText(path, content);
        Mistake("report --run run", sentence);
        Assert.That(File.Exists("run/report.html"), Is.False);
        if (before == null)
            File.Delete(path);
        else
            File.WriteAllBytes(path, before);
    }

    /// <summary>The page as XML: whatever is not closed, escaped or unique throws here.</summary>
    private static XElement Page(string path)
    {
        XElement page = XElement.Parse(Regex.Replace(File.ReadAllText(path), "^<!DOCTYPE html>", ""));
        string[] mayBeEmpty = ["meta", "link", "img", "source"];
        Assert.That(
            page.Descendants().Where(e => e.IsEmpty && e.Name.NamespaceName.Length == 0).Select(e => e.Name.LocalName).Distinct(),
            Is.SubsetOf(mayBeEmpty), "HTML closes no other element by />");
        return page;
    }

    private static string Text(XElement page) => page.Element("body")!.Value;

    private static IEnumerable<string> Headings(XElement page) => page.Descendants("h2").Select(heading => heading.Value);

    private static string Name(XElement row) => row.Element("th")!.Element("span")!.Nodes().OfType<XText>().First().Value;

    private static IEnumerable<byte[]> Embedded(XElement page, string type) =>
        page.Descendants("img").Select(image => ((string)image.Attribute("src")!).Split(";base64,"))
        .Where(parts => parts[0] == $"data:{type}").Select(parts => Convert.FromBase64String(parts[1]));
}
