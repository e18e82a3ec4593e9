using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// <see cref="Conv2dInputGradient"/> on a processor: the same tiles as a convolution's, with other taps; see
/// <see cref="Conv2dTiles{TActivation}"/>.
/// </summary>
internal readonly struct Conv2dInputGradientSimd<TActivation>(
    Conv2d sizes, int phase, BufferView dy, BufferView w, BufferView? bias, BufferView dx, BufferView scratch,
    TActivation activation) : ISimdLaunch<Conv2dInputGradientSimd<TActivation>>
    where TActivation : unmanaged, IUnaryFormula
{
    private readonly Conv2dTiles<TActivation> tiles = new(sizes, transposed: true, phase, dy, w, bias, dx, scratch, activation);

    public static bool WantsWidest => true;

    public int Items => tiles.Items;

    public int Grain => tiles.Grain;

    /// <summary>
    /// Runs its phases in order, or those of <see cref="Conv2dWinograd{TActivation}"/> if that is less work.
    /// </summary>
    public static void Run(
        CpuDevice cpu, Conv2d sizes, BufferView dy, BufferView w, BufferView? bias, BufferView dx, TActivation activation)
    {
        if (Conv2dWinograd<TActivation>.Fits(sizes, transposed: true))
        {
            Conv2dWinograd<TActivation>.Run(cpu, sizes, transposed: true, dy, w, bias, dx, activation);
            return;
        }

        if (PixelPlanes.Pay(sizes))
        {
            cpu.Launch(new Conv2dInputGradientPixels<TActivation>(sizes, dy, w, bias, dx, activation));
            return;
        }

        int length = Conv2dTiles<TActivation>.Scratch(sizes, transposed: true);
        DeviceBuffer buffer = cpu.Rent(length);
        var scratch = new BufferView(buffer, 0, length);
        for (int phase = 0; phase < Conv2dTiles<TActivation>.Phases; phase++)
            cpu.Launch(new Conv2dInputGradientSimd<TActivation>(sizes, phase, dy, w, bias, dx, scratch, activation));
        buffer.Release();
    }

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L> =>
        tiles.Run<L>(begin, end);
}
