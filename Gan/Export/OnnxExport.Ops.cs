using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Gan.Export;

/// <summary>The nodes of each op.</summary>
internal sealed partial class OnnxExport
{
    private const string Axis = "axis", Axes = "axes", KeepDims = "keepdims";

    /// <summary>Adds the nodes of a call.</summary>
    /// <returns>The name of its result.</returns>
    private string Emit(Call call)
    {
        if (call.Has("formula"))
            return call.Get<object>("formula") is IUnaryFormula
                ? Apply(Same<IUnaryFormula>(call, "formula"), Input(call))
                : Same<IBinaryFormula>(call, "formula").Value(
                    new OnnxNumber(graph, Input(call)), new OnnxNumber(graph, Input(call, 1))).Name;
        return call.Op switch
        {
            "Linear" => Activated(call, graph.Add("Gemm", WithBias(call), ("transB", 1L))),
            "MatMul" => graph.Add(
                "Gemm", [Input(call), Input(call, 1)], ("transA", Flag(call, "transposeA")), ("transB", Flag(call, "transposeB"))),
            "MatMulBatches" => graph.Add(
                "MatMul", [Turned(Input(call), call.Get<bool>("transposeA")), Turned(Input(call, 1), call.Get<bool>("transposeB"))]),
            "Conv2d" => Activated(call, graph.Add("Conv", WithBias(call), [.. Geometry(call.Get<Conv2d>("sizes"))])),
            "ConvTranspose2d" => Activated(call, Transposed(call)),
            "BatchNorm" => call.Has("mean") ? Normalized(call) : NormalizedByItself(call),
            "Sum" => Sum(call),
            "Max" => Reduced("ReduceMax", call),
            "Min" => Reduced("ReduceMin", call),
            "ArgMax" => AsFloat(graph.Add(
                "ArgMax", [Input(call)], (Axis, (long)call.Get<int>("axis")), (KeepDims, Flag(call, "keepDims")))),
            "Softmax" => graph.Add("Softmax", [Input(call)], (Axis, -1L)),
            "LogSoftmax" => graph.Add("LogSoftmax", [Input(call)], (Axis, -1L)),
            "Reshape" => Reshaped(Input(call), OutputSizes(call)),
            "Permute" => graph.Add("Transpose", [Input(call)], ("perm", Longs(call.Get<int[]>("order")))),
            "BroadcastTo" => Expanded(call),
            "Concat" => graph.Add(
                "Concat", [.. call.First.Inputs.Select((_, i) => Input(call, i))], (Axis, (long)call.Get<int>("axis"))),
            "Slice" => Sliced(call),
            "Pad" => Padded(call),
            "Where" => graph.Add("Where", [graph.Add("Cast", [Operand(call, "condition")], ("to", 9L)), Input(call), Input(call, 1)]),
            "GatherRows" => graph.Add("Gather", [Input(call), AsWhole(Operand(call, "indices"))], (Axis, 0L)),
            "OneHot" => graph.Add(
                "OneHot", [AsWhole(Input(call)), graph.Longs(call.Output[-1]), graph.Floats("off_and_on", [2], [0, 1])], (Axis, -1L)),
            "Resample" => Resampled(call),
            "MaxPool2d" => Pooled(call),
            _ => throw Refusal($"it has the op {call.Op}, which has no ONNX form here yet"),
        };
    }

    private static long Flag(Call call, string setting) => call.Get<bool>(setting) ? 1 : 0;

    private static long[] Longs(int[] values) => Array.ConvertAll(values, value => (long)value);

    private string Activated(Call call, string y) => Apply(Same<IUnaryFormula>(call, "activation"), y);

    /// <summary>x and weight, and the bias if there is one.</summary>
    private string[] WithBias(Call call) => [.. call.First.Inputs.Select((_, i) => Input(call, i))];

    private string Turned(string batch, bool turned) => turned ? graph.Add("Transpose", [batch], ("perm", (long[])[0, 2, 1])) : batch;

    private static IEnumerable<(string, object)> Geometry(Conv2d sizes)
    {
        Conv2dOptions o = sizes.Options;
        return
        [
            ("kernel_shape", (long[])[sizes.KH, sizes.KW]),
            ("strides", (long[])[o.StrideH, o.StrideW]),
            ("pads", (long[])[o.PaddingTop, o.PaddingLeft, o.PaddingBottom, o.PaddingRight]),
            ("dilations", (long[])[o.DilationH, o.DilationW]),
            ("group", (long)o.Groups),
        ];
    }

    /// <summary>The output padding is what the image has beyond its formula.</summary>
    private string Transposed(Call call)
    {
        Conv2d sizes = call.Get<Conv2d>("sizes");
        Conv2dOptions o = sizes.Options;
        Shape x = call.Input();
        long restH = sizes.H - (((x[2] - 1) * o.StrideH) - o.PaddingTop - o.PaddingBottom + (o.DilationH * (sizes.KH - 1)) + 1);
        long restW = sizes.W - (((x[3] - 1) * o.StrideW) - o.PaddingLeft - o.PaddingRight + (o.DilationW * (sizes.KW - 1)) + 1);
        return graph.Add("ConvTranspose", WithBias(call), [.. Geometry(sizes), ("output_padding", (long[])[restH, restW])]);
    }

    /// <summary>With running statistics.</summary>
    private string Normalized(Call call)
    {
        int channels = call.Output[1];
        string Or(string setting, float value)
        {
            float[] values = new float[channels];
            Array.Fill(values, value);
            return call.Has(setting) ? Operand(call, setting) : graph.Floats(setting, [channels], values);
        }

        return graph.Add(
            "BatchNormalization", [Input(call), Or("gamma", 1), Or("beta", 0), Operand(call, "mean"), Operand(call, "variance")],
            ("epsilon", call.Get<float>("epsilon")));
    }

    /// <summary>With the statistics of what is normalised, of each channel.</summary>
    private string NormalizedByItself(Call call)
    {
        Shape x = call.Input();
        long[] axes = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1).Select(axis => (long)axis)];
        OnnxNumber Mean(string of) => new(graph, graph.Add("ReduceMean", [of], (Axes, axes), (KeepDims, 1L)));
        OnnxNumber centred = new OnnxNumber(graph, Input(call)) - Mean(Input(call));
        OnnxNumber y = centred / OnnxNumber.Sqrt(Mean((centred * centred).Name) + call.Get<float>("epsilon"));
        Shape channels = x.With(0, 1).OnesFrom(2);
        OnnxNumber OfChannel(string setting) => new(graph, Reshaped(Operand(call, setting), [.. channels.Zip(channels)]));
        y = call.Has("gamma") ? y * OfChannel("gamma") : y;
        return (call.Has("beta") ? y + OfChannel("beta") : y).Name;
    }

    /// <summary>A mean where the divisor is the number of summands, which may be that of a batch.</summary>
    private string Sum(Call call)
    {
        int divisor = call.Get<int>("divisor"), second = (int)call.Second.Settings["divisor"];
        int[] axes = call.Get<int[]>("axes");
        if (axes.Length == 0)
            return Input(call);
        if (axes.Aggregate(1, (n, axis) => n * call.Input()[axis]) == divisor
            && axes.Aggregate(1, (n, axis) => n * call.Second.Inputs[0].Value.Shape[axis]) == second)
            return Reduced("ReduceMean", call);
        string sum = graph.Add("ReduceSum", [Input(call), graph.Longs(Longs(axes))], (KeepDims, Flag(call, "keepDims")));
        return (new OnnxNumber(graph, sum) / OnnxNumber.Like(new(graph, sum), Same<int>(call, "divisor"))).Name;
    }

    private string Reduced(string op, Call call) => call.Get<int[]>("axes") is { Length: > 0 } axes
        ? graph.Add(op, [Input(call)], (Axes, Longs(axes)), (KeepDims, Flag(call, "keepDims")))
        : Input(call);

    /// <summary>The one dynamic size, which is usual, is left to be inferred.</summary>
    private string Reshaped(string x, (int First, int Second)[] to) => graph.Add(
        "Reshape",
        [
            x,
            to.Count(size => size.First != size.Second) <= 1
                ? graph.Longs([.. to.Select(size => size.First == size.Second ? (long)size.First : -1)])
                : SizeList(to),
        ]);

    /// <summary>An axis that stays as it is needs only a 1.</summary>
    private string Expanded(Call call)
    {
        (int First, int Second)[] from = InputSizes(call), to = OutputSizes(call);
        int added = to.Length - from.Length;
        string sizes = SizeList([.. to.Select((size, i) => i >= added && from[i - added] == size ? (1, 1) : size)]);
        return graph.Add("Expand", [Input(call), sizes]);
    }

    private string Sliced(Call call)
    {
        int axis = call.Get<int>("axis"), begin = call.Get<int>("begin"), count = call.Get<int>("count");
        int again = (int)call.Second.Settings["begin"];
        string end = Size((begin + count, again + (int)call.Second.Settings["count"]));
        return graph.Add("Slice", [Input(call), Size((begin, again)), end, graph.Longs(axis)]);
    }

    private string Padded(Call call)
    {
        int axis = Same<int>(call, "axis"), rank = call.Output.Rank;
        long[] pads = new long[2 * rank];
        (pads[axis], pads[rank + axis]) = (Same<int>(call, "before"), Same<int>(call, "after"));
        return graph.Add("Pad", [Input(call), graph.Longs(pads), graph.Number(Same<float>(call, "value"))]);
    }

    /// <summary>Upsampling, average pooling, blurring and padding by pixels: y = R·x·Cᵀ, with the weights of rows and columns.</summary>
    private string Resampled(Call call)
    {
        string rows = graph.Add("MatMul", [Weights(call, "rows", transposed: false), Input(call)]);
        return graph.Add("MatMul", [rows, Weights(call, "columns", transposed: true)]);
    }

    /// <summary>The weights of an axis as a matrix, (outputs, inputs) or its transpose.</summary>
    private string Weights(Call call, string setting, bool transposed)
    {
        IResampling map = Same<IResampling>(call, setting);
        float[] weights = new float[map.Outputs * map.Inputs];
        for (int o = 0; o < map.Outputs; o++)
        {
            for (int i = map.First(o); i < map.End(o); i++)
                weights[transposed ? (i * map.Outputs) + o : (o * map.Inputs) + i] = (float)map.Parts(o, i) / map.Whole(o, i);
        }

        Shape shape = transposed ? [map.Inputs, map.Outputs] : [map.Outputs, map.Inputs];
        return graph.Floats($"{map.GetType().Name}_{setting}", shape, weights);
    }

    private string Pooled(Call call)
    {
        PoolAxis rows = Same<PoolAxis>(call, "rows"), columns = Same<PoolAxis>(call, "columns");
        return graph.Add(
            "MaxPool", [Input(call)],
            ("kernel_shape", (long[])[rows.Kernel, columns.Kernel]), ("strides", (long[])[rows.Stride, columns.Stride]),
            ("pads", (long[])[rows.Padding, columns.Padding, After(rows), After(columns)]),
            ("dilations", (long[])[rows.Dilation, columns.Dilation]));

        // As many places behind the image as the last window reaches.
        static long After(PoolAxis axis) =>
            Math.Max(0, axis.Start(axis.Outputs - 1) + (axis.Dilation * (axis.Kernel - 1)) + 1 - axis.Inputs);
    }
}
