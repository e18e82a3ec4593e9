using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.BatchNorm;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class BatchNormSimtTests(string device) : SimtFixture(device)
{
    private static readonly (int N, int C, int Inner)[] Sizes =
    [
        (2, 1, 1), (3, 2, 1), (4, 31, 1), (5, 32, 1), (6, 33, 1), (7, 63, 1), (64, 64, 1), (9, 65, 1), (64, 130, 1), (300, 3, 1), (1, 1, 2),
        (2, 3, 4),
        (1, 5, 15), (3, 2, 16), (2, 4, 17), (8, 3, 49), (4, 2, 196), (5, 3, 300), (1, 2, 1025), (3, 2, 4097), (2, 0, 1), (2, 0, 3),
    ];

    [Test]
    public void Forward([Values] bool training, [Values] bool affine, [Values] bool running)
    {
        if (!training && !running)
            return;
        foreach ((int N, int C, int inner) in Affordable(Sizes, s => s.N * s.C * s.Inner <= 30))
        {
            var sizes = new BatchNorm(N, C, inner, 0.3f, 1e-3f);
            float[] x = Numbers.Uniform(N * C * inner, -1, 3), gamma = Numbers.Uniform(C, seed: 2), beta = Numbers.Uniform(C, seed: 3);
            float[] mean = Numbers.Uniform(C, seed: 4), variance = Numbers.Uniform(C, 0.5, 2, 5);
            double[] y = new double[x.Length], mu = new double[C], s = new double[C], newMean = Numbers.Wide(mean),
            newVariance = Numbers.Wide(variance);
            BatchNormReference.Run<double>(
                sizes, Numbers.Wide(x), affine ? Numbers.Wide(gamma) : [], affine ? Numbers.Wide(beta) : [],
                running ? newMean : [], running ? newVariance : [], y, mu, s, training);
            foreach ((string name, Action<BatchNorm.Buffers> run) in Versions(sizes, training))
            {
                using var memory = new KernelMemory(Device);
                BufferView rm = memory.Result(mean), rv = memory.Result(variance), ry = memory.Result(x.Length), rmu = memory.Result(C),
                rs = memory.Result(C);
                run(new(
                    memory.Operand(x), affine ? memory.Operand(gamma) : null, affine ? memory.Operand(beta) : null,
                    running ? rm : null, running ? rv : null, ry, rmu, rs));

                // The naive version adds up a channel in one running total.
                double tolerance = (2e-6 + (N * inner * 2e-9)) * (name == "Channels" ? 4 : 1);
                Numbers.AssertClose(mu, memory.Read(rmu), tolerance, $"{name}, {sizes}: μ");
                Numbers.AssertClose(s, memory.Read(rs), 4 * tolerance, $"{name}, {sizes}: 1/σ");
                Numbers.AssertClose(y, memory.Read(ry), 10 * tolerance, $"{name}, {sizes}: y");
                Numbers.AssertClose(newMean, memory.Read(rm), tolerance, $"{name}, {sizes}: running mean");
                Numbers.AssertClose(newVariance, memory.Read(rv), 4 * tolerance, $"{name}, {sizes}: running variance");
            }
        }
    }

    [Test]
    public void A_large_mean_costs_no_digits_of_the_variance()
    {
        RequireFastDevice();
        foreach ((int N, int C, int inner) in new[] { (64, 3, 1), (8, 2, 100), (3, 1, 4097) })
        {
            // Multiples of 1/8 around 30000: exact in float, while their squares have lost everything below 64.
            var sizes = new BatchNorm(N, C, inner);
            float[] x = Array.ConvertAll(Numbers.Indices(N * C * inner, 16), v => 30000 + (v / 8));
            double[] y = new double[x.Length], mu = new double[C], s = new double[C];
            BatchNormReference.Run<double>(sizes, Numbers.Wide(x), [], [], [], [], y, mu, s, training: true);

            // The naive version's one running total of thousands of such numbers is no longer good to an eighth.
            foreach ((string name, Action<BatchNorm.Buffers> run) in Versions(sizes, training: true).Where(v => v.Name != "Channels"))
            {
                using var memory = new KernelMemory(Device);
                BufferView ry = memory.Result(x.Length), rmu = memory.Result(C), rs = memory.Result(C);
                run(new(memory.Operand(x), null, null, null, null, ry, rmu, rs));
                Numbers.AssertClose(s, memory.Read(rs), 2e-3, $"{name}, {sizes}: 1/σ");
            }
        }
    }

    [Test]
    public void Backward([Values] bool training, [Values] bool affine, [Values] bool accumulate)
    {
        foreach ((int N, int C, int inner) in Affordable(Sizes, s => s.N * s.C * s.Inner <= 30))
        {
            var sizes = new BatchNormGradient(N, C, inner, training, accumulate, accumulate);
            int n = N * C * inner;
            float[] x = Numbers.Uniform(n, -1, 3), dy = Numbers.Uniform(n, seed: 6), gamma = Numbers.Uniform(C, seed: 2);
            float[] mu = Numbers.Uniform(C, 0.5, 1.5, 7), s = Numbers.Uniform(C, 0.5, 2, 8), before = Numbers.Uniform(C, seed: 9);
            double[] dx = new double[n], dgamma = Numbers.Wide(before), dbeta = Numbers.Wide(before);
            BatchNormGradientReference.Run<double>(
                sizes, Numbers.Wide(x), Numbers.Wide(dy), affine
                    ? Numbers.Wide(gamma)
                    : [], Numbers.Wide(mu), Numbers.Wide(s), dx, dgamma, dbeta);
            foreach ((string name, Action<BatchNormGradient.Buffers> run) in Versions(sizes))
            {
                using var memory = new KernelMemory(Device);
                BufferView rx = memory.Result(n), rgamma = memory.Result(before), rbeta = memory.Result(before);
                run(
                    new(
                        memory.Operand(x), memory.Operand(dy), affine ? memory.Operand(gamma) : null, memory.Operand(mu), memory.Operand(s),
                        rx, rgamma, rbeta));
                double tolerance = 4e-6 + (N * inner * 1e-7);
                Numbers.AssertClose(dgamma, memory.Read(rgamma), tolerance, $"{name}, {sizes}: dγ");
                Numbers.AssertClose(dbeta, memory.Read(rbeta), tolerance, $"{name}, {sizes}: dβ");
                Numbers.AssertClose(dx, memory.Read(rx), 2e-5, $"{name}, {sizes}: dx");
            }
        }
    }

    [Test]
    public void Unwanted_gradients_are_left_out()
    {
        foreach ((int N, int C, int inner) in Affordable([(3, 2, 1), (1, 2, 3)], _ => true))
        {
            var sizes = new BatchNormGradient(N, C, inner, true);
            float[] x = Numbers.Uniform(6);
            double[] expected = new double[2];
            BatchNormGradientReference.Run<double>(sizes, Numbers.Wide(x), Numbers.Wide(x), [], [1, 1], [1, 1], [], [], expected);
            foreach ((string name, Action<BatchNormGradient.Buffers> run) in Versions(sizes))
            {
                using var memory = new KernelMemory(Device);
                BufferView dbeta = memory.Result(2), operand = memory.Operand(x), channel = memory.Operand([1, 1]);
                run(new(operand, operand, null, channel, channel, null, null, dbeta));
                Numbers.AssertClose(expected, memory.Read(dbeta), 1e-6, $"{name}, {sizes}");
            }
        }
    }

    private IEnumerable<(string Name, Action<BatchNorm.Buffers> Run)> Versions(BatchNorm sizes, bool training)
    {
        (int N, int C, int inner, float momentum, float epsilon) = sizes;
        int strips = Division.Groups(C, GroupFold.Columns), few = Math.Min(C, 2);
        yield return ("Run", b => sizes.Run(b, training));
        yield return ("Channels", b => BatchNormSimt.Channels(
            Device, Division.Groups(C), b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, inner,
            momentum, epsilon, training));
        if (inner == 1)
        {
            yield return ("GroupStrips", b => BatchNormSimt.GroupStrips(
                Device, strips, b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, momentum, epsilon,
                training));
            yield return ("StripsAlone", b => BatchNormSimt.StripsAlone(
                Device, few, b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, momentum, epsilon,
                training));
        }

        yield return ("GroupChannels", b => BatchNormSimt.GroupChannels(
            Device, C, b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, inner, momentum, epsilon,
            training));
        foreach (int blocks in new[] { 1, 3, 5 })
            yield return (
                $"Normalize, {blocks} blocks",
                b => BatchNormSimt.RunBlocks(Device, sizes, b, new ChannelBlocks(N, C, inner, blocks), training));
        yield return ("ChannelsAlone", b => BatchNormSimt.ChannelsAlone(
            Device, few, b.X, b.Gamma, b.Beta, b.RunningMean, b.RunningVariance, b.Y, b.Mean, b.Inverse, N, C, inner, momentum, epsilon,
            training));
    }

    private IEnumerable<(string Name, Action<BatchNormGradient.Buffers> Run)> Versions(BatchNormGradient sizes)
    {
        (int N, int C, int inner, bool training, bool addGamma, bool addBeta) = sizes;
        int strips = Division.Groups(C, GroupFold.Columns), few = Math.Min(C, 2);
        yield return ("Run", b => sizes.Run(b));
        yield return ("Channels", b => BatchNormGradientSimt.Channels(
            Device, Division.Groups(C), b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, inner, training, addGamma,
            addBeta));
        if (inner == 1)
        {
            yield return ("GroupStrips", b => BatchNormGradientSimt.GroupStrips(
                Device, strips, b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, training, addGamma, addBeta));
            yield return ("StripsAlone", b => BatchNormGradientSimt.StripsAlone(
                Device, few, b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, training, addGamma, addBeta));
        }

        yield return ("GroupChannels", b => BatchNormGradientSimt.GroupChannels(
            Device, C, b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, inner, training, addGamma, addBeta));
        foreach (int blocks in new[] { 1, 3, 5 })
            yield return (
                $"Mix, {blocks} blocks", b => BatchNormGradientSimt.RunBlocks(Device, sizes, b, new ChannelBlocks(N, C, inner, blocks)));
        yield return ("ChannelsAlone", b => BatchNormGradientSimt.ChannelsAlone(
            Device, few, b.X, b.Dy, b.Gamma, b.Mean, b.Inverse, b.Dx, b.DGamma, b.DBeta, N, C, inner, training, addGamma, addBeta));
    }
}
