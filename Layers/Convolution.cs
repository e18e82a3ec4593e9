using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>
/// Base class of all convolutions: sizes, parameters and input checks. A sequence (N, C, L) is computed as an image of one row (N, C, 1,
/// L) with a kernel of one row; only the shapes of weight, input and output differ.
/// </summary>
public abstract class Convolution : Module, IFusingLayer, IWeightedLayer
{
    private readonly Padding padding;
    private readonly bool ofSequences;

    /// <param name="channels">The first two axes of the weight: (O, C/groups), or (C, O/groups) of a transposed convolution.</param>
    private protected Convolution(
        Geometry geometry, Shape channels, RandomSource random, bool bias, Initializer? weights, Initializer? biases)
    {
        ArgumentNullException.ThrowIfNull(random);
        Inputs = geometry.Inputs;
        Outputs = geometry.Outputs;
        Kernel = geometry.Kernel;
        Stride = geometry.Stride;
        Dilation = geometry.Dilation;
        Groups = geometry.Groups;
        padding = geometry.Padding;
        ofSequences = geometry.OfSequences;

        // PyTorch's fan computation: a transposed convolution's weight has its first two axes exchanged, so Out takes the place of In.
        int area = Kernel.H * Kernel.W;
        var fan = new Fan(channels[1] * area, channels[0] * area);
        Shape shape = ofSequences ? [.. channels, Kernel.W] : [.. channels, Kernel.H, Kernel.W];
        Weight = AddParameter("weight", shape, weights ?? Initializers.TorchUniform, fan, random);
        Bias = bias ? AddParameter("bias", [Outputs], biases ?? Initializers.TorchUniform, fan, random) : null;
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Channels of the output.</summary>
    public int Outputs { get; }

    public Pair Kernel { get; }

    public Pair Stride { get; }

    public Pair Dilation { get; }

    public int Groups { get; }

    public Parameter Weight { get; }

    public Parameter? Bias { get; }

    public abstract int OutputAxis { get; }

    /// <summary>Kernel, stride and padding in the field's shorthand: <c>Conv2d 1→64 k5 s2 same</c>.</summary>
    public override string Description =>
        $"{GetType().Name} {Inputs}→{Outputs} k{Short(Kernel)}"
        + (Short(Stride) == "1" ? "" : $" s{Short(Stride)}")
        + (padding == 0 ? "" : padding.IsSame ? " same" : $" p{Short(padding)}")
        + (Short(Dilation) == "1" ? "" : $" d{Short(Dilation)}")
        + (Groups == 1 ? "" : $" g{Groups}");

    /// <summary>The extent of a dilated kernel on the image.</summary>
    private protected Pair Span => new((Dilation.H * (Kernel.H - 1)) + 1, (Dilation.W * (Kernel.W - 1)) + 1);

    public sealed override Tensor Forward(Tensor x) => Forward(x, default(Identity));

    public sealed override Shape OutputShape(Shape input)
    {
        if (input.Rank != (ofSequences ? 3 : 4) || input[1] != Inputs || input[2] < 1 || input[-1] < 1)
            throw WrongInput(ofSequences ? $"(N, {Inputs}, L)" : $"(N, {Inputs}, H, W)", input);
        Pair size = OutputSize(ofSequences ? 1 : input[2], input[-1], input);
        return ofSequences ? [input[0], Outputs, size.W] : [input[0], Outputs, size.H, size.W];
    }

    Tensor IFusingLayer.Forward<TFormula>(Tensor x, TFormula activation) => Forward(x, activation);

    /// <summary>The geometry of the convolution for an input of <paramref name="height"/>×<paramref name="width"/> pixels.</summary>
    public Conv2dOptions OptionsFor(int height, int width)
    {
        Padding around = PaddingOf(height, width);
        return new Conv2dOptions
        {
            StrideH = Stride.H,
            StrideW = Stride.W,
            PaddingTop = around.Top,
            PaddingBottom = around.Bottom,
            PaddingLeft = around.Left,
            PaddingRight = around.Right,
            DilationH = Dilation.H,
            DilationW = Dilation.W,
            Groups = Groups,
        };
    }

    private protected abstract Tensor Apply<TFormula>(
        Tensor x, Tensor weight, Tensor? bias, Conv2dOptions options, TFormula activation)
        where TFormula : unmanaged, IUnaryFormula;

    /// <summary>Height and width of the output for an input of <paramref name="height"/>×<paramref name="width"/> pixels.</summary>
    /// <exception cref="ShapeException">They do not fit; the message shows <paramref name="input"/>.</exception>
    private protected abstract Pair OutputSize(int height, int width, Shape input);

    /// <summary>Number of zeros that "same" adds along one direction of an image, both sides together.</summary>
    private protected abstract int SamePadding(int size, int stride, int span);

    /// <summary>The padding of an image with <paramref name="height"/>×<paramref name="width"/> pixels.</summary>
    private protected Padding PaddingOf(int height, int width)
    {
        if (!padding.IsSame)
            return padding;
        int h = SamePadding(height, Stride.H, Span.H), w = SamePadding(width, Stride.W, Span.W);
        return new Padding(h / 2, h - (h / 2), w / 2, w - (w / 2));
    }

    /// <summary>A size in words: pixels of an image, or steps of a sequence.</summary>
    private protected string Words(long height, long width) => ofSequences ? $"{width} steps" : $"{height}×{width} pixels";

    /// <summary>A size in its shortest form.</summary>
    private protected string Short(Pair size) => ofSequences ? $"{size.W}" : $"{size}";

    private string Short(Padding around) =>
        !ofSequences ? $"{around}" : around.Left == around.Right ? $"{around.Left}" : $"{around.Left},{around.Right}";

    private Tensor Forward<TFormula>(Tensor x, TFormula activation)
        where TFormula : unmanaged, IUnaryFormula
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape output = OutputShape(x.Shape);
        Tensor weight = Weight.Effective();
        if (!ofSequences)
            return Apply(x, weight, Bias?.Effective(), OptionsFor(x.Shape[2], x.Shape[3]), activation);
        Tensor row = x.Reshape(x.Shape[0], Inputs, 1, x.Shape[2]);
        Tensor kernel = weight.Reshape(weight.Shape[0], weight.Shape[1], 1, Kernel.W);
        return Apply(row, kernel, Bias?.Effective(), OptionsFor(1, x.Shape[2]), activation).Reshape(output);
    }

    /// <summary>The checked sizes of a convolution.</summary>
    private protected sealed record Geometry
    {
        public Geometry(int inputs, int outputs, Pair kernel, Pair? stride, Padding padding, Pair? dilation, int groups)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
            (Inputs, Outputs, Kernel, Stride, Padding, Dilation, Groups) = (
                inputs, outputs, kernel, stride ?? 1, padding, dilation ?? 1, groups);
            if (inputs % groups != 0 || outputs % groups != 0)
                throw new ArgumentException(
                    $"The groups must divide the channels, got {groups} groups of {inputs} channels in and {outputs} out.", nameof(groups));
            RequireAtLeastOne(Kernel, nameof(kernel));
            RequireAtLeastOne(Stride, nameof(stride));
            RequireAtLeastOne(Dilation, nameof(dilation));
            if (padding.Top < 0 || padding.Bottom < 0 || padding.Left < 0 || padding.Right < 0)
                throw new ArgumentOutOfRangeException(nameof(padding), padding, "Padding cannot be negative.");
        }

        /// <summary>The sizes of a convolution of sequences.</summary>
        public static Geometry OfSequence(int inputs, int outputs, int kernel, int stride, Padding padding, int dilation, int groups)
        {
            Padding ends = padding.IsSame ? padding : padding with { Top = 0, Bottom = 0 };
            return new Geometry(inputs, outputs, (1, kernel), (1, stride), ends, (1, dilation), groups) { OfSequences = true };
        }

        public bool OfSequences { get; private init; }

        public int Inputs { get; }

        public int Outputs { get; }

        public Pair Kernel { get; }

        public Pair Stride { get; }

        public Padding Padding { get; }

        public Pair Dilation { get; }

        public int Groups { get; }

        private static void RequireAtLeastOne(Pair value, string name)
        {
            if (value.H < 1 || value.W < 1)
                throw new ArgumentOutOfRangeException(name, value, "Expected at least 1 in both directions.");
        }
    }
}
