using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Random;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>The SIMD face draws the reference's bits, in every width, at every length, however the work is cut.</summary>
[Category("Simd")]
internal sealed class RandomFillSimdTests
{
    private const ulong Key = 0xfedcba9876543210, Start = 0xffffffff - 5;
    private const float Guard = 12345;

    [Test]
    public void Draws_the_reference_bits([ValueSource(typeof(SimdRun), nameof(SimdRun.Widths))] int width, [Values(1, 3)] int pieces)
    {
        foreach (int length in AwkwardSizes.Lengths)
        {
            Check(new UniformDistribution(-3, 5), length, width, pieces);
            Check(new NormalDistribution(0.25f, 2), length, width, pieces);
            Check(new DropoutDistribution(0.3f), length, width, pieces);
        }
    }

    private static void Check<TDistribution>(TDistribution distribution, int length, int width, int pieces)
        where TDistribution : unmanaged, IDistribution
    {
        float[] expected = new float[length];
        ulong after = RandomFillReference.Fill<float, TDistribution>(Key, Start, expected, distribution);

        using var device = new CpuDevice(1);
        var state = new BufferView(device.Rent(4), 0, 4);
        device.UploadWords([(uint)(Key & 0xffffffff), (uint)(Key >> 32), (uint)Start, (uint)(Start >> 32)], state);
        // One float off the alignment, with a guard on either side.
        var whole = new BufferView(device.Rent(length + 2), 0, length + 2);
        float[] actual = new float[length + 2];
        Array.Fill(actual, Guard);
        device.Upload(actual, whole);
        SimdRun.Execute(new RandomFillSimd<TDistribution>(state, whole.Slice(1, length), distribution), width, pieces);
        device.Download(whole, actual);
        uint[] words = new uint[4];
        device.DownloadWords(state, words);

        Assert.That(actual.AsSpan(1, length).SequenceEqual(expected), Is.True, $"{typeof(TDistribution).Name}, {length} numbers");
        Assert.That(
            (actual[0], actual[^1]), Is.EqualTo((Guard, Guard)), $"{typeof(TDistribution).Name}: written outside of {length} numbers");
        Assert.That(words[2] | ((ulong)words[3] << 32), Is.EqualTo(after));
        Assert.That(after - Start, Is.EqualTo((ulong)((length + 3) / 4)));
    }
}
