using System.Globalization;
using System.Xml.Linq;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Output;

public sealed class LossPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Test]
    public void The_file_is_well_formed_and_names_what_it_shows()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("losses.svg");
        LossPlot.Write(
            path, "Losses of <mlp> & \"co\"\u0001", "epoch", "loss", [1, 2, 3],
            [new("generator", [1, 2, 3]), new("discriminator <D>", [0.5, 0.25, 0.75])]);
        XElement root = XDocument.Load(path).Root!;
        string[] texts = [.. root.Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Multiple(() =>
        {
            Assert.That(
                texts,
                Does.Contain("Losses of <mlp> & \"co\"").And.Contain("epoch").And.Contain("loss").And.Contain("generator").And.Contain(
                "discriminator <D>"));
            Assert.That(Curves(root), Has.Length.EqualTo(2));
            Assert.That(root.Descendants(Svg + "script"), Is.Empty);
            Assert.That(root.ToString(), Does.Not.Contain("href"));
        });
    }

    [Test]
    public void Curves_run_from_edge_to_edge_and_upwards_for_greater_values()
    {
        string curve = Curves(Plot([0, 10], [0, 1]))[0];
        Assert.That(curve, Is.EqualTo("M70.0 360.0h0L740.0 50.0"));
    }

    [Test]
    public void Values_that_are_not_finite_leave_a_gap()
    {
        string curve = Curves(Plot([0, 1, 2, 3, 4, 5], [0, double.NaN, 1, 1, double.PositiveInfinity, 0]))[0];
        Assert.That(curve.Count(letter => letter == 'M'), Is.EqualTo(3));
        Assert.That(curve.Count(letter => letter == 'L'), Is.EqualTo(1));
    }

    [TestCase(new double[0])]
    [TestCase(new[] { 5.0 })]
    [TestCase(new[] { 0.0, 0.0 })]
    [TestCase(new[] { double.NaN, double.NaN })]
    [TestCase(new[] { -1e308, 1e308 })]
    [TestCase(new[] { 1e-300, 2e-300 })]
    [TestCase(new[] { 1.0, 1.0000000000000002 })]
    [TestCase(new[] { 123456789.0, 987654321.0 })]
    public void Strange_values_still_make_a_picture_of_finite_numbers(double[] y)
    {
        XElement root = Plot([.. Enumerable.Range(0, y.Length).Select(i => (double)i)], y);
        foreach (
            XAttribute attribute in root.Descendants(Svg + "line").Attributes().Where(
                a => a.Name.LocalName is "x1" or "y1" or "x2" or "y2"))
            Assert.That(double.Parse(attribute.Value, CultureInfo.InvariantCulture), Is.InRange(-1, 800));
        Assert.That(root.Descendants(Svg + "text").Count(), Is.InRange(6, 40));
    }

    [Test]
    public void Marks_are_round_and_written_without_noise()
    {
        string[] texts = [.. Plot([0, 1], [0, 0.6]).Descendants(Svg + "text").Select(text => text.Value)];
        Assert.That(texts, Does.Contain("0.1").And.Contain("0.3").And.Contain("0.6"));
        Assert.That(texts, Has.None.Contains("0.30"));
    }

    [Test]
    public void A_long_series_keeps_its_spike_and_stays_small()
    {
        double[] y = new double[200_000];
        y[123_457] = 9;
        y[50_000] = double.NaN;
        XElement root = Plot([.. Enumerable.Range(0, y.Length).Select(i => (double)i)], y);
        Assert.That(root.ToString(), Has.Length.LessThan(60_000));
        Assert.That(Curves(root)[0], Does.Contain(" 81.0").Or.Contain(" 50.0"), "the spike reaches the top of the plot");
        Assert.That(Curves(root)[0].Count(letter => letter == 'M'), Is.EqualTo(2), "the gap is still there");
    }

    [Test]
    public void A_series_of_another_length_is_a_mistake() =>
        Assert.That(() => Plot([1, 2], [1]), Throws.ArgumentException);

    private static XElement Plot(double[] x, double[] y) => XDocument.Parse(LossPlot.Svg("t", "x", "y", x, [new("s", y)])).Root!;

    private static string[] Curves(XElement root) =>
        [
            .. root.Descendants(Svg + "path").Where(
                path => path.Attribute("stroke-width") is not null).Select(path => path.Attribute("d")!.Value)];
}
