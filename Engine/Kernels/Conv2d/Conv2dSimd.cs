using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// <see cref="Conv2d"/> on a processor: a tile's columns are images, its rows output channels; see <see cref="Conv2dTiles{TActivation}"/>.
/// </summary>
internal readonly struct Conv2dSimd<TActivation>(
    Conv2d sizes, int phase, BufferView x, BufferView w, BufferView? bias, BufferView y, BufferView scratch,
    TActivation activation) : ISimdLaunch<Conv2dSimd<TActivation>>
    where TActivation : unmanaged, IUnaryFormula
{
    private readonly Conv2dTiles<TActivation> tiles = new(sizes, transposed: false, phase, x, w, bias, y, scratch, activation);

    public static bool WantsWidest => true;

    public int Items => tiles.Items;

    public int Grain => tiles.Grain;

    /// <summary>
    /// Runs its phases in order, or those of <see cref="Conv2dWinograd{TActivation}"/> if that is less work.
    /// </summary>
    public static void Run(CpuDevice cpu, Conv2d sizes, BufferView x, BufferView w, BufferView? bias, BufferView y, TActivation activation)
    {
        if (Conv2dWinograd<TActivation>.Fits(sizes, transposed: false))
        {
            Conv2dWinograd<TActivation>.Run(cpu, sizes, transposed: false, x, w, bias, y, activation);
            return;
        }

        int length = Conv2dTiles<TActivation>.Scratch(sizes, transposed: false);
        DeviceBuffer buffer = cpu.Rent(length);
        var scratch = new BufferView(buffer, 0, length);
        for (int phase = 0; phase < Conv2dTiles<TActivation>.Phases; phase++)
            cpu.Launch(new Conv2dSimd<TActivation>(sizes, phase, x, w, bias, y, scratch, activation));
        buffer.Release();
    }

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L> =>
        tiles.Run<L>(begin, end);
}
