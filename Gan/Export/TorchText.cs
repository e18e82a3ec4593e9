using System.Globalization;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Layers;
using Conv2d = GanFromScratch.Layers.Conv2d;

namespace GanFromScratch.Gan.Export;

/// <summary>
/// A network of plain layers as a few lines of PyTorch: an <c>nn.Sequential</c> with the same layers at the same places, so that a state
/// saved here loads there by name. Where PyTorch has no such layer, a class of three lines stands in front: a padding that differs between
/// the sides, which Keras' "same" is.
/// </summary>
internal sealed class TorchText
{
    private const string Padded = """
        class PaddedConv2d(nn.Conv2d):
            def __init__(self, *sizes, pad, **settings):
                super().__init__(*sizes, **settings)
                self.pad = pad

            def forward(self, x):
                return super().forward(nn.functional.pad(x, self.pad))
        """, Cropped = """
        class CroppedConvTranspose2d(nn.ConvTranspose2d):
            def __init__(self, *sizes, crop, **settings):
                super().__init__(*sizes, **settings)
                self.crop = crop

            def forward(self, x):
                return nn.functional.pad(super().forward(x), [-n for n in self.crop])
        """;

    private readonly SortedSet<string> classes = new(StringComparer.Ordinal);
    private readonly StringBuilder lines = new();

    /// <summary>A Python file with a function that makes the network, and one that loads its weights from a file beside it.</summary>
    /// <param name="network">Of one input.</param>
    /// <param name="weights">Name of the file beside it.</param>
    /// <exception cref="InputException">A layer has no plain PyTorch form.</exception>
    public static string Of(ExportedNetwork network, string weights)
    {
        if (network.Inputs.Count > 1)
            throw new InputException(
                $"The {network.Name} reads {network.Inputs[1].Name} as well, and a plain nn.Sequential has one input; --to onnx exports "
                + "every network.");
        var text = new TorchText();
        Shape input = [1, .. network.Inputs[0].Shape];
        text.Add(network.Module, input, network.Name, "    return ", "");
        return $"""
            # {network.Meaning}.
            # {network.Inputs[0].Name}: {Batch(input)}, {network.Output}: {Batch(network.Module.OutputShape(input))}
            import os

            from torch import nn

            {string.Concat(text.classes.Select(c => $"\n{c}\n\n"))}
            def {network.Name}():
            {text.lines}

            def load():
                from safetensors.torch import load_file
                module = {network.Name}()
                module.load_state_dict(load_file(os.path.join(os.path.dirname(__file__), {Quoted(weights)})), strict=True)
                return module.eval()

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The lines of a layer.</summary>
    /// <returns>The shape of what it makes.</returns>
    private Shape Add(Module layer, Shape input, string path, string begin, string end)
    {
        if (layer is not Sequential sequence)
        {
            lines.Append(begin).Append(Line(layer, input, path)).Append(end).Append('\n');
            return layer.OutputShape(input);
        }

        string indent = new(' ', begin.Length - begin.TrimStart().Length);
        lines.Append(begin).Append("nn.Sequential(\n");
        for (int i = 0; i < sequence.Count; i++)
            input = Add(sequence[i], input, $"{path}.{i}", indent + "    ", ",");
        lines.Append(indent).Append(')').Append(end).Append('\n');
        return input;
    }

    private string Line(Module layer, Shape input, string path) => layer switch
    {
        Dense dense => $"nn.Linear({dense.Inputs}, {dense.Outputs}{Bias(dense.Bias)})",
        Conv2d convolution => Convolution(convolution, input),
        ConvTranspose2d convolution => Transposed(convolution, input),
        BatchNorm1d norm => $"nn.BatchNorm1d({Settings(norm)})",
        BatchNorm2d norm => $"nn.BatchNorm2d({Settings(norm)})",
        LayerNorm norm => $"nn.LayerNorm({List(norm.Normalized)}, eps={Number(norm.Epsilon)}{Affine(norm)})",
        Relu => "nn.ReLU()",
        LeakyRelu leaky => $"nn.LeakyReLU({Number(leaky.Slope)})",
        Elu elu => $"nn.ELU({Number(elu.Alpha)})",
        Gelu => "nn.GELU()",
        Sigmoid => "nn.Sigmoid()",
        Softplus => "nn.Softplus()",
        Tanh => "nn.Tanh()",
        Dropout dropout => $"nn.Dropout({Number(dropout.Probability)})",
        Dropout2d dropout => $"nn.Dropout2d({Number(dropout.Probability)})",
        Flatten => "nn.Flatten()",
        Reshape when input.Rank == 2 => $"nn.Unflatten(1, {List(Sample(layer.OutputShape(input)))})",
        Upsample { Mode: UpsampleMode.Nearest } up => $"nn.Upsample(scale_factor={Each(up.Scale)}, mode=\"nearest\")",
        Upsample up =>
            $"nn.Upsample(scale_factor={Each(up.Scale)}, mode=\"bilinear\", align_corners={(up.AlignCorners ? "True" : "False")})",
        MaxPool2d { Sizes: { DilationH: 1, DilationW: 1 } } pool => $"nn.MaxPool2d({Window(pool)})",
        AvgPool2d { Sizes: { PaddingH: 0, PaddingW: 0, CeilMode: false } } pool => $"nn.AvgPool2d({Window(pool)})",
        _ => throw new InputException(
            $"{path} ({layer.Description}) has no plain PyTorch layer here; --to onnx exports every network, --to safetensors its "
            + "weights."),
    };

    private string Convolution(Conv2d layer, Shape input)
    {
        Conv2dOptions o = layer.OptionsFor(input[2], input[3]);
        string sizes = Sizes(layer, o);
        if (IsEven(o))
            return $"nn.Conv2d({sizes})";
        classes.Add(Padded);
        return $"PaddedConv2d({sizes}, pad=({o.PaddingLeft}, {o.PaddingRight}, {o.PaddingTop}, {o.PaddingBottom}))";
    }

    /// <summary>A padding takes away from what is made; what PyTorch cannot take from one side only is cropped.</summary>
    private string Transposed(ConvTranspose2d layer, Shape input)
    {
        Conv2dOptions o = layer.OptionsFor(input[2], input[3]);
        Shape output = layer.OutputShape(input);
        Pair more = new(
            More(output[2], input[2], o.StrideH, o.PaddingTop + o.PaddingBottom, o.DilationH, layer.Kernel.H),
            More(output[3], input[3], o.StrideW, o.PaddingLeft + o.PaddingRight, o.DilationW, layer.Kernel.W));
        string sizes = Sizes(layer, o) + (more == 0 ? "" : $", output_padding={Each(more)}");
        if (IsEven(o))
            return $"nn.ConvTranspose2d({sizes})";
        classes.Add(Cropped);
        return $"CroppedConvTranspose2d({sizes}, crop=({o.PaddingLeft}, {o.PaddingRight}, {o.PaddingTop}, {o.PaddingBottom}))";

        static int More(int output, int size, int stride, int padding, int dilation, int kernel) =>
            output - (((size - 1) * stride) - padding + (dilation * (kernel - 1)) + 1);
    }

    /// <summary>Its settings; a padding that differs between the sides is not among them.</summary>
    private static string Sizes(Convolution layer, Conv2dOptions o) =>
        $"{layer.Inputs}, {layer.Outputs}, {Each(layer.Kernel)}"
        + (layer.Stride == 1 ? "" : $", stride={Each(layer.Stride)}")
        + (!IsEven(o) || (o.PaddingTop, o.PaddingLeft) == (0, 0) ? "" : $", padding={Each(new(o.PaddingTop, o.PaddingLeft))}")
        + (layer.Dilation == 1 ? "" : $", dilation={Each(layer.Dilation)}")
        + (layer.Groups == 1 ? "" : $", groups={layer.Groups}")
        + Bias(layer.Bias);

    private static bool IsEven(Conv2dOptions o) => o.PaddingTop == o.PaddingBottom && o.PaddingLeft == o.PaddingRight;

    private static string Settings(BatchNorm norm) =>
        $"{norm.Features}"
        + (norm.Epsilon == 1e-5f ? "" : $", eps={Number(norm.Epsilon)}")
        + (norm.Momentum is not float momentum ? ", momentum=None" : momentum == 0.1f ? "" : $", momentum={Number(momentum)}")
        + (norm.Parameters().Count > 0 ? "" : ", affine=False")
        + (norm.Buffers().Count > 0 ? "" : ", track_running_stats=False");

    private static string Window(Pooling pool) =>
        Each(new(pool.Sizes.KernelH, pool.Sizes.KernelW))
        + ((pool.Sizes.StrideH, pool.Sizes.StrideW) == (pool.Sizes.KernelH, pool.Sizes.KernelW)
            ? ""
            : $", stride={Each(new(pool.Sizes.StrideH, pool.Sizes.StrideW))}")
        + ((pool.Sizes.PaddingH, pool.Sizes.PaddingW) == (0, 0) ? "" : $", padding={Each(new(pool.Sizes.PaddingH, pool.Sizes.PaddingW))}")
        + (pool.Sizes.CeilMode ? ", ceil_mode=True" : "");

    private static string Affine(LayerNorm norm) => norm.Parameters().Count switch
    {
        0 => ", elementwise_affine=False",
        1 => ", bias=False",
        _ => "",
    };

    private static string Bias(Parameter? bias) => bias == null ? ", bias=False" : "";

    private static string Each(Pair sizes) => sizes.H == sizes.W ? $"{sizes.H}" : $"({sizes.H}, {sizes.W})";

    private static string List(Shape shape) => $"({string.Join(", ", shape)}{(shape.Rank == 1 ? "," : "")})";

    private static Shape Sample(Shape batch) => Shape.Create(batch.ToArray().AsSpan()[1..]);

    private static string Batch(Shape one) => $"({string.Join(", ", one.Skip(1).Select(s => $"{s}").Prepend(OnnxGraph.Batch))})";

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
