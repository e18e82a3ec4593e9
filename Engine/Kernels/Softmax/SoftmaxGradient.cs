using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>
/// The backward pass of <see cref="Softmax"/>, row by row, from its result y and the gradient dy; all Rows×Columns.
/// <para>
/// From ∂yⱼ/∂xᵢ = yⱼ(δᵢⱼ − yᵢ) follows dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ·yⱼ). For the logarithm ∂yⱼ/∂xᵢ = δᵢⱼ − e^yᵢ, and
/// dxᵢ = dyᵢ − e^yᵢ · Σⱼ dyⱼ.
/// </para>
/// </summary>
/// <param name="Logarithm">y is the logarithm of the softmax.</param>
public readonly record struct SoftmaxGradient(int Rows, int Columns, bool Logarithm = false)
{
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView y, BufferView dy, BufferView dx)
    {
        if (dx.Length != Rows * Columns || y.Length != dx.Length || dy.Length != dx.Length)
            throw new ArgumentException(
                $"Gradient of a softmax of {Rows}×{Columns}: y has {y.Length} values, dy {dy.Length} and dx {dx.Length}.");
        SoftmaxGradient sizes = this;
        switch (dx.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new SoftmaxGradientSimd(sizes, y, dy, dx));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => SoftmaxGradientReference.Run<double>(
                    sizes, ReferenceDevice.Values(y), ReferenceDevice.Values(dy), ReferenceDevice.Values(dx)));
                break;
            case SimtDevice simt:
                SoftmaxGradientSimt.Run(simt, sizes, y, dy, dx);
                break;
            default:
                throw dx.Device.NoKernel(nameof(SoftmaxGradient));
        }
    }
}
