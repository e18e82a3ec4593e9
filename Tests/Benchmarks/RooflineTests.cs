using System.Globalization;
using System.Xml.Linq;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Benchmarks.Output;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Tests.Benchmarks;

public sealed class RooflineTests : BenchmarkCommandLine
{
    private static readonly DevicePeak Peak = new(Gflops: 100, GigabytesPerSecond: 10);

    [Test]
    public void A_models_kernels_have_the_shapes_of_its_layers()
    {
        PresetCase[] cases = [.. PresetCases.Of(GanModel.Catalog.Find("mlp"), 64)];
        Assert.That(cases.Where(c => c.Kernel == "MatMul forward").Select(c => c.Work.Shape), Is.EquivalentTo(new[]
        {
            "64x128x100", "64x256x128", "64x512x256", "64x1024x512", "64x784x1024", "64x512x784", "64x256x512", "64x128x256", "64x1x128",
        }));
        Assert.That(
            cases.Where(c => c.Kernel == "BatchNorm").Select(c => c.Work.Shape),
            Is.EquivalentTo(new[] { "64x256x1", "64x512x1", "64x1024x1" }));
        Assert.That(
            cases.Single(c => c.Work is { Name: "weight gradient", Shape: "784x1024x64" }).Place,
            Does.StartWith("generator.").And.EndWith("Dense 1024→784"));

        // Forward, both gradients: 3·2·batch·weights.
        double products = cases.Where(c => c.Work.Family == "MatMul").Sum(c => c.Work.Flops);
        Assert.That(
            products,
            Is.EqualTo(
                6.0
                    * 64
                    * (
                        (100 * 128)
                        + (128 * 256)
                        + (256 * 512)
                        + (512 * 1024)
                        + (1024 * 784)
                        + (784 * 512)
                        + (512 * 256)
                        + (256 * 128)
                        + 128)));
    }

    [Test]
    public void Convolutions_have_the_sizes_of_the_models_both_ways()
    {
        PresetCase[] cases = [.. PresetCases.Of(GanModel.Catalog.Find("dcgan"), 8)];
        KernelCase Find(string kernel, string layer) =>
            cases.First(c => c.Kernel == kernel && c.Place.Contains(layer, StringComparison.Ordinal)).Work;
        Assert.That(Find("Conv2d", "Conv2d 64→128").Flops, Is.EqualTo(2.0 * 8 * 128 * 7 * 7 * 64 * 16));
        Assert.That(
            Find("Conv2dInputGradient as transposed", "ConvTranspose2d 256→128").Flops, Is.EqualTo(2.0 * 8 * 256 * 7 * 7 * 128 * 16));
    }

    [TestCase("toy2d")]
    [TestCase("conv")]
    public void Every_row_is_checked_and_well_formed(string model)
    {
        using var device = new CpuDevice(1);
        using var bench = new KernelBench(device, seconds: 1e-9, limit: double.PositiveInfinity);
        foreach (PresetCase preset in PresetCases.Largest(GanModel.Catalog.Find(model), batch: 2))
        {
            var row = new Roofline(preset, bench.TimeContract(preset.Work));
            Assert.That(row.Timing.CheckedAgainst, Does.StartWith("reference"), preset.ToString());
            Assert.That(row.Timing.Seconds, Is.GreaterThan(0), preset.ToString());
            Assert.That(row.Bytes, Is.GreaterThan(0), preset.ToString());
            Assert.That(row.Flops, Is.GreaterThan(0), preset.ToString());
            Assert.That(row.ShareOf(Peak), Is.GreaterThan(0).And.LessThan(double.PositiveInfinity), preset.ToString());
        }
    }

    [Test]
    public void A_kernel_stands_under_the_lower_roof()
    {
        // The roofs meet at 10 operations a byte.
        Roofline few = Row(flops: 0, bytes: 8e9, seconds: 1, elements: 1), many = Row(flops: 5e10, bytes: 1e9, seconds: 1, elements: 1);
        Assert.Multiple(() =>
        {
            Assert.That(few.IsBoundByArithmetic(Peak), Is.False);
            Assert.That(few.ShareOf(Peak), Is.EqualTo(0.8).Within(1e-12));
            Assert.That(many.IsBoundByArithmetic(Peak), Is.True);
            Assert.That(many.Intensity, Is.EqualTo(50));
            Assert.That(many.ShareOf(Peak), Is.EqualTo(0.5).Within(1e-12));
        });
    }

    [Test]
    public void The_picture_is_XML_and_every_point_lies_where_its_figures_say()
    {
        Roofline[] rows = [Row(flops: 1e9, bytes: 1e9, seconds: 1, elements: 1), Row(flops: 1e11, bytes: 1e9, seconds: 10, elements: 1)];
        XElement svg = XDocument.Parse(RooflinePlot.Svg("a <device> & more", Peak, rows)).Root!;
        XNamespace space = "http://www.w3.org/2000/svg";
        XElement[] circles = [.. svg.Elements(space + "circle")];
        Assert.That(circles, Has.Length.EqualTo(2));
        double X(int i) => double.Parse(circles[i].Attribute("cx")!.Value, CultureInfo.InvariantCulture);
        double Y(int i) => double.Parse(circles[i].Attribute("cy")!.Value, CultureInfo.InvariantCulture);
        string[] roof = svg.Elements(space + "path").Single(
            p => (string?)p.Attribute("class") == "roof").Attribute("d")!.Value.Split('M', 'L', 'H', ' ');
        (double ridgeX, double ridgeY) = (
            double.Parse(roof[3], CultureInfo.InvariantCulture), double.Parse(roof[4], CultureInfo.InvariantCulture));
        Assert.Multiple(() =>
        {
            Assert.That(X(1) - X(0), Is.EqualTo(2 * (ridgeX - X(0))).Within(0.3), "1, 10 and 100 operations a byte are as far apart");
            Assert.That(Y(0) - Y(1), Is.EqualTo(Y(1) - ridgeY).Within(0.3), "so are 1, 10 and 100 GFLOP/s");
            Assert.That(svg.Value, Does.Contain("a <device> & more").And.Contain("10.0 GB/s").And.Contain("100 GFLOP/s"));
        });
    }

    [TestCase("--model", "mlp,nothing", "Unknown model 'nothing'")]
    [TestCase("--batch", "1", "--batch: expected 2 to 65,536, got 1.")]
    [TestCase("--seconds", "0", "--seconds: expected more than 0 and at most 60, got 0.")]
    [TestCase("--device", "nothing", "Unknown device 'nothing'")]
    [TestCase("--device", "reference", "'reference' is written to be read")]
    [TestCase("--svg", "", "--svg: expected the name of a file")]
    public void A_mistake_is_one_sentence(string option, string value, string sentence) => Mistake(["roofline", option, value], sentence);

    private static Roofline Row(double flops, double bytes, double seconds, int elements)
    {
        var work = new KernelCase("Unary", "Relu", "1x1", [Operand.Filled(elements, 0)], _ => { }) { Flops = flops, Bytes = bytes };
        return new Roofline(new PresetCase("model", "layer", work), new KernelTiming(work, null, true, true, "reference", seconds, null));
    }
}
