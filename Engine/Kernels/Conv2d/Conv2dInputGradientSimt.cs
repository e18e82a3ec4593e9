using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// <see cref="Conv2dInputGradient"/> on a GPU, or on a processor behind OpenCL: the kernels of a convolution, with other taps
/// (<see cref="TapAxis"/>).
/// </summary>
internal static class Conv2dInputGradientSimt
{
    public static void Run<TActivation>(
        SimtDevice device, Conv2d sizes, BufferView dy, BufferView w, BufferView? bias, BufferView dx, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula =>
        Conv2dSimt.Run(device, sizes, transposed: true, dy, w, bias, dx, activation);
}
