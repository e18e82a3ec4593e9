using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Layers;

/// <summary>
/// Base class of <see cref="AvgPool2d"/> and <see cref="MaxPool2d"/>: a sliding window over the image. Shapes: x (N, C, H, W), y (N, C, H′,
/// W′) with H′ = ⌊(H + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1, or ⌈…⌉ + 1 in ceil mode, if that last window begins within the
/// padded image.
/// </summary>
public abstract class Pooling : Module
{
    private protected Pooling(Pair kernel, Pair? stride, Pair padding, Pair dilation, bool ceilMode)
    {
        Sizes = new PoolSizes
        {
            KernelH = kernel.H,
            KernelW = kernel.W,
            StrideH = (stride ?? kernel).H,
            StrideW = (stride ?? kernel).W,
            PaddingH = padding.H,
            PaddingW = padding.W,
            DilationH = dilation.H,
            DilationW = dilation.W,
            CeilMode = ceilMode,
        };
        if (Sizes.Mistake() is string mistake)
            throw new ArgumentException($"{GetType().Name}: {mistake}.");
    }

    /// <summary>Kernel, stride and padding in the field's shorthand: <c>MaxPool2d k3 s2 p1</c>.</summary>
    public override string Description
    {
        get
        {
            Pair kernel = (Sizes.KernelH, Sizes.KernelW), stride = (Sizes.StrideH, Sizes.StrideW);
            Pair padding = (Sizes.PaddingH, Sizes.PaddingW), dilation = (Sizes.DilationH, Sizes.DilationW);
            return $"{GetType().Name} k{kernel}"
                + (stride == kernel ? "" : $" s{stride}")
                + (padding == 0 ? "" : $" p{padding}")
                + (dilation == 1 ? "" : $" d{dilation}")
                + (Sizes.CeilMode ? " ceil" : "");
        }
    }

    public PoolSizes Sizes { get; }

    public sealed override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return Pool(x);
    }

    public sealed override Shape OutputShape(Shape input)
    {
        if (input.Rank != 4)
            throw WrongInput("(N, C, H, W)", input);
        if (Sizes.Mistake(input[2], input[3]) is string mistake)
            throw WrongInput($"(N, C, H, W) large enough: {mistake}", input);
        return [input[0], input[1], Sizes.Rows(input[2]).Outputs, Sizes.Columns(input[3]).Outputs];
    }

    private protected abstract Tensor Pool(Tensor x);
}
