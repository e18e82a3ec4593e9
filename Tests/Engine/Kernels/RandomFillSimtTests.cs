using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Random;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>
/// SIMT devices draw the reference's bits, by every rung, at every length, in any number of groups; and the counter moves once.
/// </summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
internal sealed class RandomFillSimtTests(string device) : SimtFixture(device)
{
    private const ulong Key = 0xfedcba9876543210, Start = 0xffffffff - 5;

    [Test]
    public void Draws_the_reference_bits([Values(0, 1, 2)] int version, [Values(1, 5)] int groups)
    {
        foreach (int length in AwkwardSizes.Lengths)
        {
            Check(new UniformDistribution(-3, 5), length, version, groups);
            Check(new NormalDistribution(0.25f, 2), length, version, groups);
            Check(new DropoutDistribution(0.3f), length, version, groups);
        }
    }

    private void Check<TDistribution>(TDistribution distribution, int length, int version, int groups)
        where TDistribution : unmanaged, IDistribution
    {
        // Two fills in a row: the second begins where the first left the counter.
        float[] first = new float[length], second = new float[length];
        ulong after = RandomFillReference.Fill<float, TDistribution>(Key, Start, first, distribution);
        after = RandomFillReference.Fill<float, TDistribution>(Key, after, second, distribution);

        using var memory = new KernelMemory(Device);
        BufferView state = memory.Words((uint)(Key & 0xffffffff), (uint)(Key >> 32), (uint)Start, (uint)(Start >> 32));
        BufferView y0 = memory.Result(length), y1 = memory.Result(length);
        Fill(state, y0);
        Fill(state, y1);

        string what = $"{typeof(TDistribution).Name}, {length} numbers, version {version}";
        Assert.That(memory.Read(y0).AsSpan().SequenceEqual(first), Is.True, what);
        Assert.That(memory.Read(y1).AsSpan().SequenceEqual(second), Is.True, what + ", the second time");
        uint[] words = memory.ReadWords(state);
        Assert.That(words[0] | ((ulong)words[1] << 32), Is.EqualTo(Key), what);
        Assert.That(words[2] | ((ulong)words[3] << 32), Is.EqualTo(after), what);
        Assert.That(memory.ReadWords(Device.Ticket), Is.EqualTo(new[] { 0u }), what);

        void Fill(BufferView counter, BufferView y)
        {
            int needed = Division.Groups(RandomFill.Blocks(length));
            if (version == 1)
                RandomFillSimt.Block(Device, needed + groups, counter, y, Device.Ticket, distribution);
            else if (version == 2)
                RandomFillSimt.Stretch(Device, groups, counter, y, Device.Ticket, distribution);
            else
                RandomFill.Run(counter, y, distribution);
        }
    }
}
