using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Modulated convolution of StyleGAN2 (Karras et al. 2020, section 2.2): each sample has weights of its own, those of the layer times the
/// sample's scale of each input channel, s = A·w + a for a style w; demodulation divides them by their norm for each output channel, so
/// that inputs of variance 1 have outputs of variance 1:
/// <code>
///   w′[o, i, k] = s[i]·W[o, i, k],   w″ = w′/√(Σ over i, k of w′² + 10⁻⁸),   y = x ⋆ w″ + b
/// </code>
/// The scales leave the convolution, so that one with common weights computes the same: y = ((x·s) ⋆ W)·d + b with
/// d[o] = 1/√(Σ s[i]²·W[o, i, k]² + 10⁻⁸). Stride 1, zeros around the image, which keeps its size. Shapes: x (N, In, H, W), style (N, S),
/// weight (Out, In, K, K), bias (Out), y (N, Out, H, W).
/// </summary>
public sealed class ModulatedConv2d : Module, IWeightedLayer
{
    private const double Epsilon = 1e-8;

    private readonly int inputs, outputs, kernel;
    private readonly bool demodulate;
    private readonly double gain;
    private readonly Style style;
    private readonly Dense affine;

    /// <param name="inputs">Channels of the input, at least 1.</param>
    /// <param name="outputs">Channels of the output, at least 1.</param>
    /// <param name="kernel">Height and width of the kernel, odd.</param>
    /// <param name="style">Of the batch.</param>
    /// <param name="random">Draws the initial values; determines the device. a begins at 1, b at 0.</param>
    /// <param name="demodulate">Whether the weights are divided by their norm; not where colours are made.</param>
    /// <param name="gain">Standard deviation of the outputs with demodulation; in front of a ReLU √2 keeps the variance.</param>
    /// <param name="weights">N(0, 1/In·K²) if left out; demodulation takes the scale away.</param>
    public ModulatedConv2d(
        int inputs, int outputs, int kernel, Style style, RandomSource random, bool demodulate = true, double gain = 1,
        Initializer? weights = null)
    {
        ArgumentNullException.ThrowIfNull(style);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (kernel < 1 || kernel % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "Expected an odd size, which has a middle.");
        (this.inputs, this.outputs, this.kernel, this.style) = (inputs, outputs, kernel, style);
        (this.demodulate, this.gain) = (demodulate, gain);
        int area = kernel * kernel;
        var fan = new Fan(inputs * area, outputs * area);
        Weight = AddParameter("weight", [outputs, inputs, kernel, kernel], weights ?? Initializers.FanInNormal(1), fan, random);
        Bias = AddParameter("bias", [outputs], Initializers.Zeros, fan, random);
        affine = AddChild(
            "affine",
            new Dense(style.Size, inputs, random, weights: Initializers.FanInNormal(1), biases: Initializers.Ones));
    }

    public Parameter Weight { get; }

    public Parameter Bias { get; }

    public int OutputAxis => 0;

    public override string Description => $"ModulatedConv2d {inputs}→{outputs} k{kernel}{(demodulate ? "" : " plain")}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape output = OutputShape(x.Shape);
        int n = output[0];
        Tensor weight = Weight.Effective(), scale = affine.Forward(style.Of(n));
        Tensor y = (x * scale.Reshape(n, inputs, 1, 1)).Conv2d(weight, padding: kernel / 2);
        if (demodulate)
        {
            Tensor squares = weight.Square().Sum([2, 3]);
            Tensor norm = (scale.Square().MatMul(squares, transposeOther: true) + Epsilon).Sqrt();
            y *= (gain / norm).Reshape(n, outputs, 1, 1);
        }

        return y + Bias.Effective().Reshape(1, outputs, 1, 1);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[1] == inputs && input[2] > 0 && input[3] > 0
            ? input.With(1, outputs)
            : throw WrongInput($"(N, {inputs}, H, W) with at least one pixel", input);
}
