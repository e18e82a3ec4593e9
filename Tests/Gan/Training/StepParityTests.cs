using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>The first step of every loss, penalty and cure on a SIMT device and on the processor.</summary>
public sealed class StepParityTests : SimtFixture
{
    private static readonly Dictionary<string, (string Model, Func<TrainingOptions, TrainingOptions> Change)> Images = new()
    {
        ["projection, hinge"] = ("dcgan", o => o with { Condition = "projection", Classes = 10, Loss = "hinge" }),
        ["r3gan"] = ("r3gan", o => o with { Penalty = "r1:1,r2:1", Loss = "relativistic-paired", Minibatch = MinibatchFeatures.Stddev }),
        ["stylegan"] = ("stylegan", o => o with { Penalty = "r1:0.1:16", ImageSize = 28, Channels = 1 }),
        ["infogan"] = ("infogan", o => o),
        ["bigan"] = ("bigan", o => o with { Loss = "relativistic-paired", Penalty = "r1:0.1,r2:0.1" }),
        ["series"] = ("series", o => o with { Penalty = "r1:1,r2:1", Loss = "relativistic-paired" }),
        ["table"] = ("table", o => o with { Penalty = "r1:1,r2:1", Loss = "relativistic-paired" }),
        ["video"] = ("video", o => o with { Penalty = "r1:1,r2:1", Loss = "relativistic-paired" }),
        ["captions"] = ("text2image", o => o with { Condition = "caption", Classes = 8, Loss = "hinge" }),
        ["augmented"] = ("mlp", o => o with { Augment = "translation,cutout,brightness,contrast,saturation", Ada = "0.1:100" }),
        ["layer norm, penalty"] = ("dcgan", o => o with { NormD = Normalization.Layer, Penalty = "wgan-gp", Loss = "wasserstein" }),
        ["consistency"] = ("mlp", o => o with { Penalty = "consistency" }),
    };

    public static IEnumerable<string> Modes => TrainerBench.Modes.Keys;

    public static IEnumerable<string> ImageGames => Images.Keys;

    [TestCaseSource(nameof(Modes))]
    public void The_first_step_is_the_processors(string mode) => StepParity.Check(Device, TrainerBench.Options("toy2d", mode));

    [TestCaseSource(nameof(ImageGames))]
    public void The_first_step_on_images_is_the_processors(string game)
    {
        (string model, Func<TrainingOptions, TrainingOptions> change) = Images[game];
        StepParity.Check(Device, change(TrainerBench.Options(model) with { Batch = 4 }).Validate());
    }

    [Test]
    public void A_step_in_a_fade_is_the_processors()
    {
        TrainingOptions options = TrainerBench.Options("progressive") with { Batch = 4, Grow = 8, Penalty = "r1:0.1", Ema = 0.9f };
        StepParity.Check(Device, options.Validate(), first: 6);
    }
}

/// <summary>The same on ILGPU's processor accelerator: a few, because it takes seconds for each.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public sealed class IlgpuStepParityTests(string device) : SimtFixture(device)
{
    [TestCase("L1 and L2", Description = "formulas that are declared outside the engine")]
    [TestCase("ac-gan")]
    public void The_first_step_is_the_processors(string mode) => StepParity.Check(Device, TrainerBench.Options("toy2d", mode));
}

/// <summary>
/// Two devices' first steps. Random numbers are equal bit for bit, so both begin with the same weights, noise and samples; long sums are
/// added up in another order. The optimizers' moments are in the comparison: after one step they are the gradients.
/// </summary>
internal static class StepParity
{
    private const double Tolerance = 1e-3;

    /// <summary>A gradient that is nothing but rounding errors.</summary>
    private const float Nothing = 1e-6f;

    /// <param name="first">The number of the step, which is made with the initial weights.</param>
    public static void Check(Device device, TrainingOptions options, int first = 0)
    {
        using TrainerBench cpu = TrainerBench.OnCpu(options), here = new TrainerBench(options, device, ownsDevice: false);
        Dictionary<string, float[]> expected = cpu.Skip(first).Step().State(), actual = here.Skip(first).Step().State();
        Assert.That(actual.Keys, Is.EquivalentTo(expected.Keys));
        Assert.That(
            expected.Keys.Select(t => (t, Error: Error(t, expected, actual))).Where(t => !(t.Error < Tolerance)), Is.Empty);
    }

    /// <summary>
    /// ‖a − b‖ / ‖b‖ of a tensor. A weight's numbers whose gradient is nothing but rounding errors are left out: Adam divides a gradient by
    /// its own size, so they move wherever those errors point.
    /// </summary>
    private static double Error(string tensor, Dictionary<string, float[]> expected, Dictionary<string, float[]> actual)
    {
        float[] right = expected[tensor], difference = [.. right.Zip(actual[tensor], (a, b) => a - b)];
        if (tensor.Split(' ') is [string network, string weight]
            && expected.TryGetValue($"{network} optimizer exp_avg.{weight}", out float[]? gradient))
        {
            float least = Math.Max(Nothing, 1e-3f * gradient.Max(Math.Abs));
            difference = [.. difference.Zip(gradient, (d, g) => Math.Abs(g) < least ? 0 : d)];
        }

        return Norm(difference) / (Norm(right) + (1000 * Nothing));
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(v => (double)v * v));
}
