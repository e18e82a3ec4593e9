using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Engine.Kernels.Random;

namespace GanFromScratch.Engine;

/// <summary>
/// Random tensors. Seed and stream determine every future number, on any device. The position in the stream is in device memory, where
/// each fill advances it, so that a replayed step (<see cref="StepGraph"/>) draws new numbers.
/// </summary>
public sealed class RandomSource : IDisposable
{
    /// <summary>
    /// Streams are ranges of one counter: 2²⁴ of them, each 2⁴⁰ blocks of four numbers long, so that they cannot overlap.
    /// </summary>
    private const int StreamShift = 40;

    private readonly Tensor state;

    /// <param name="device">The device that generates the numbers.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">0 ≤ stream &lt; 2²⁴: independent sources under one seed, one for weights, one for noise, …</param>
    public RandomSource(Device device, ulong seed, ulong stream = 0)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stream, 1UL << (64 - StreamShift));
        state = Tensor.AllocatePersistent(device, [RandomFill.StateLength]);
        ulong counter = stream << StreamShift;
        State = [(uint)seed, (uint)(seed >> 32), (uint)counter, (uint)(counter >> 32)];
    }

    public Device Device => state.Device;

    /// <summary>
    /// Seed and position as four words: key (lower, upper half), counter (lower, upper half). Set to a stored value, the source continues
    /// with the same numbers. Waits for the device; not while a step is recorded.
    /// </summary>
    /// <exception cref="InputException">Not four words.</exception>
    public uint[] State
    {
        get
        {
            uint[] words = new uint[RandomFill.StateLength];
            Device.DownloadWords(state.View, words);
            return words;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Length != RandomFill.StateLength)
                throw new InputException($"The state of a random source has {RandomFill.StateLength} words, got {value.Length}.");
            Device.UploadWords(value, state.View);
        }
    }

    /// <summary>Uniform in [low, high).</summary>
    /// <exception cref="InputException">Not low &lt; high.</exception>
    public Tensor Uniform(Shape shape, float low = 0, float high = 1) => New(shape, new UniformDistribution(low, high));

    /// <summary>Normal; |x − mean| ≤ 5.78 standard deviations.</summary>
    /// <exception cref="InputException">A negative deviation.</exception>
    public Tensor Normal(Shape shape, float mean = 0, float std = 1) => New(shape, new NormalDistribution(mean, std));

    /// <summary>0 with probability p, else 1/(1 − p).</summary>
    /// <exception cref="InputException">p is outside of [0, 1].</exception>
    public Tensor DropoutMask(Shape shape, float p) => New(shape, new DropoutDistribution(p));

    /// <summary>As <see cref="Uniform"/>, over a tensor's values.</summary>
    public void FillUniform(Tensor target, float low = 0, float high = 1) => Fill(target, new UniformDistribution(low, high));

    /// <summary>As <see cref="Normal"/>, over a tensor's values.</summary>
    public void FillNormal(Tensor target, float mean = 0, float std = 1) => Fill(target, new NormalDistribution(mean, std));

    /// <summary>As <see cref="DropoutMask"/>, over a tensor's values.</summary>
    public void FillDropoutMask(Tensor target, float p) => Fill(target, new DropoutDistribution(p));

    public void Dispose() => state.Dispose();

    private Tensor New<TDistribution>(Shape shape, TDistribution distribution)
        where TDistribution : unmanaged, IDistribution
    {
        Tensor y = Tensor.Allocate(Device, shape);
        RandomFill.Run(state.View, y.View, distribution);
        Device.Observer?.EndOp("Random");
        Device.Observer?.Ops?.Name(y, OpTrace.Random);
        return y;
    }

    private void Fill<TDistribution>(Tensor target, TDistribution distribution)
        where TDistribution : unmanaged, IDistribution
    {
        ArgumentNullException.ThrowIfNull(target);
        RandomFill.Run(state.View, target.MutableView("a random fill"), distribution);
        Device.Observer?.EndOp("Random");
    }
}
