using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Tests.Engine;

/// <summary>The distributions are what they are called, and the same numbers come again wherever they should.</summary>
internal sealed class RandomSourceTests
{
    private const int Many = 1 << 18;

    [Test]
    public void Normals_are_normal()
    {
        double[] z = Draw(random => random.Normal([Many]));
        double mean = z.Average(), variance = z.Average(x => (x - mean) * (x - mean)), deviation = Math.Sqrt(variance);
        double skew = z.Average(x => Math.Pow((x - mean) / deviation, 3)), kurtosis = z.Average(x => Math.Pow((x - mean) / deviation, 4));
        double root = Math.Sqrt(Many);
        // Four standard errors each.
        Assert.That(mean, Is.EqualTo(0).Within(4 / root));
        Assert.That(variance, Is.EqualTo(1).Within(4 * Math.Sqrt(2) / root));
        Assert.That(skew, Is.EqualTo(0).Within(4 * Math.Sqrt(6) / root));
        Assert.That(kurtosis, Is.EqualTo(3).Within(4 * Math.Sqrt(24) / root));
        Assert.That(KolmogorovSmirnov(z, NormalCdf), Is.LessThan(1.63 / root), "the 1 % critical value");
        Assert.That(z.Max(Math.Abs), Is.InRange(4.2, 5.78));
    }

    [Test]
    public void The_four_normals_of_a_block_are_independent()
    {
        double[] z = Draw(random => random.Normal([Many]));
        double root = Math.Sqrt(Many / 4);
        for (int i = 0; i < 4; i++)
        {
            for (int j = i + 1; j < 4; j++)
            {
                double product = 0, squares = 0;
                for (int k = 0; k < Many; k += 4)
                {
                    product += z[k + i] * z[k + j];
                    squares += ((z[k + i] * z[k + i]) - 1) * ((z[k + j] * z[k + j]) - 1);
                }

                Assert.That(product / (Many / 4), Is.EqualTo(0).Within(4 / root), $"words {i} and {j}");
                Assert.That(squares / (Many / 4), Is.EqualTo(0).Within(8 / root), $"squares of words {i} and {j}");
            }
        }
    }

    [Test]
    public void Mean_and_deviation_scale()
    {
        float[] unit = Floats(r => r.Normal([1000])), scaled = Floats(r => r.Normal([1000], 3, 0.5f));
        Assert.That(scaled, Is.EqualTo(unit.Select(z => MathF.FusedMultiplyAdd(z, 0.5f, 3))));
    }

    [Test]
    public void Uniforms_are_uniform()
    {
        double[] u = Draw(random => random.Uniform([Many], -2, 6));
        Assert.That(u.Min(), Is.GreaterThanOrEqualTo(-2));
        Assert.That(u.Max(), Is.LessThan(6));
        Assert.That(KolmogorovSmirnov(u, x => (x + 2) / 8), Is.LessThan(1.63 / Math.Sqrt(Many)));
    }

    [Test]
    public void A_uniform_number_never_rounds_up_to_the_upper_bound()
    {
        // Between 1 and the next float there is nothing: only the lower bound is left.
        Assert.That(Floats(r => r.Uniform([100_000], 1, MathF.BitIncrement(1))), Is.All.EqualTo(1f));
        Assert.That(Floats(r => r.Uniform([Many], 1, 2)).Max(), Is.LessThan(2));
    }

    [TestCase(0.3f)]
    [TestCase(0f)]
    [TestCase(1f)]
    public void A_dropout_mask_has_zeros_with_its_probability_and_mean_one(float p)
    {
        float[] mask = Floats(r => r.DropoutMask([Many], p));
        int zeros = mask.Count(x => x == 0);
        Assert.That(zeros, Is.EqualTo(p * Many).Within(4 * Math.Sqrt(p * (1 - p) * Many)));
        Assert.That(mask.Where(x => x != 0), Is.All.EqualTo(1 / (1 - p)));
    }

    [Test]
    public void The_numbers_do_not_depend_on_the_threads()
    {
        float[][] drawn = [.. new[] { 1, 2, 3 }.Select(threads => Floats(r => r.Normal([100_003]), new CpuDevice(threads)))];
        Assert.That(drawn[1], Is.EqualTo(drawn[0]));
        Assert.That(drawn[2], Is.EqualTo(drawn[0]));
    }

    [Test]
    public void The_reference_device_draws_the_same_numbers() =>
        Assert.That(Floats(r => r.Normal([1003], 1, 2), new ReferenceDevice()), Is.EqualTo(Floats(r => r.Normal([1003], 1, 2))));

    // The framework's logarithm and sine in double give these numbers to within one unit in the last place.
    [Test]
    public void The_first_normals_of_seed_one_never_change() =>
        Assert.That(
            Floats(r => r.Normal([8])).Select(BitConverter.SingleToUInt32Bits),
            Is.EqualTo(new uint[] { 0x3FD44A20, 0xBFA557E6, 0xBEA3C9CB, 0xBFA4EC23, 0x3F866337, 0xBF87E553, 0xBF21D262, 0xBF71B348 }));

    [TestCase(true)]
    [TestCase(false)]
    public void Every_fill_draws_fresh_numbers_and_so_does_every_replay(bool reference)
    {
        using Device device = reference ? new ReferenceDevice() : new CpuDevice(2);
        using var scope = new TensorScope();
        using RandomSource eager = new(device, 7), recorded = new(device, 7);
        Tensor result = Tensor.Persistent(device, [5]);
        using StepGraph graph = StepGraph.Capture(device, () => recorded.FillNormal(result));
        var seen = new HashSet<float>();
        for (int i = 0; i < 10; i++)
        {
            graph.Replay();
            Assert.That(result.ToArray(), Is.EqualTo(eager.Normal([5]).ToArray()));
            Assert.That(result.ToArray(), Is.All.Matches<float>(seen.Add), "drawn before");
        }

        // Five numbers take two blocks.
        Assert.That(recorded.State, Is.EqualTo(new uint[] { 7, 0, 20, 0 }));
    }

    [Test]
    public void A_state_that_is_put_back_goes_on_with_the_same_numbers()
    {
        using var device = new CpuDevice(1);
        using var scope = new TensorScope();
        using RandomSource random = new(device, ulong.MaxValue - 3, 5), other = new(device, 0);
        random.Normal([77]);
        uint[] state = random.State;
        float[] expected = random.Uniform([9]).ToArray();
        other.State = state;
        Assert.That(other.Uniform([9]).ToArray(), Is.EqualTo(expected));
        Assert.That(state, Is.EqualTo(new uint[] { 0xfffffffc, 0xffffffff, 20, 5 << 8 }));
    }

    [Test]
    public void Streams_and_seeds_differ()
    {
        using var device = new CpuDevice(1);
        var first = new HashSet<float>();
        for (ulong seed = 0; seed < 10; seed++)
        {
            for (ulong stream = 0; stream < 10; stream++)
            {
                using var random = new RandomSource(device, seed, stream);
                using Tensor value = random.Uniform([1]);
                Assert.That(first.Add(value.Item()), Is.True);
            }
        }
    }

    [Test]
    public void Filling_in_place_draws_what_a_new_tensor_would_hold()
    {
        using var device = new CpuDevice(1);
        using var scope = new TensorScope();
        using RandomSource a = new(device, 1), b = new(device, 1);
        Tensor x = Tensor.Zeros(device, [33]);
        a.FillUniform(x, -1, 1);
        Assert.That(x.ToArray(), Is.EqualTo(b.Uniform([33], -1, 1).ToArray()));
        a.FillDropoutMask(x, 0.5f);
        Assert.That(x.ToArray(), Is.EqualTo(b.DropoutMask([33], 0.5f).ToArray()));
    }

    [Test]
    public void Nothing_drawn_is_nothing_taken()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using Tensor none = random.Normal([0, 5]);
        Assert.That(random.State, Is.EqualTo(new uint[] { 1, 0, 0, 0 }));
    }

    [Test]
    public void Wrong_arguments_are_named()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        Assert.That(() => random.Uniform([1], 2, 2), Throws.TypeOf<InputException>().With.Message.Contains("[2, 2)"));
        Assert.That(() => random.Uniform([1], float.NaN, 2), Throws.TypeOf<InputException>());
        Assert.That(() => random.Uniform([1], float.MinValue, float.MaxValue), Throws.TypeOf<InputException>());
        Assert.That(() => random.Normal([1], 0, -1), Throws.TypeOf<InputException>().With.Message.Contains("-1"));
        Assert.That(() => random.DropoutMask([1], 1.5f), Throws.TypeOf<InputException>().With.Message.Contains("1.5"));
        Assert.That(() => random.State = [1], Throws.TypeOf<InputException>().With.Message.Contains("got 1"));
        Assert.That(() => new RandomSource(device, 1, 1 << 24), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static double[] Draw(Func<RandomSource, Tensor> draw) => Array.ConvertAll(Floats(draw), x => (double)x);

    private static float[] Floats(Func<RandomSource, Tensor> draw, Device? on = null)
    {
        using Device device = on ?? new CpuDevice(2);
        using var random = new RandomSource(device, 1);
        using Tensor drawn = draw(random);
        return drawn.ToArray();
    }

    /// <summary>The largest distance between the drawn numbers' distribution and the wanted one.</summary>
    private static double KolmogorovSmirnov(double[] values, Func<double, double> cdf)
    {
        double[] sorted = [.. values.Order()];
        double worst = 0, n = sorted.Length;
        for (int i = 0; i < sorted.Length; i++)
            worst = Math.Max(worst, Math.Max(Math.Abs(((i + 1) / n) - cdf(sorted[i])), Math.Abs((i / n) - cdf(sorted[i]))));
        return worst;
    }

    private static double NormalCdf(double x) =>
        (1 + GanFromScratch.Engine.Kernels.Arithmetic.Scalar<double>.Erf(x / Math.Sqrt(2)).Value) / 2;
}
