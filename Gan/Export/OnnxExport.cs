using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Export;

/// <summary>
/// A network as an ONNX graph. It is run in evaluation mode on two batches of different size while the engine's ops are observed; each op
/// becomes one or a few nodes (<see cref="Emit"/>). So every layer that is made of ops can be exported, whatever it computes; and the two
/// batches tell which sizes are those of the batch, which is dynamic in the graph. What does not depend on the inputs is a constant, such
/// as a weight divided by its spectral norm.
/// </summary>
internal sealed partial class OnnxExport
{
    // Both are multiples of 4, the usual group of the minibatch standard deviation, and not of each other.
    private const int FirstBatch = 8, SecondBatch = 12;

    private readonly ExportedNetwork network;
    private readonly OnnxGraph graph = new();

    // Names of what depends on the inputs, of whole numbers from which floats were made, and of constants; by the first pass's values.
    private readonly Dictionary<TracedValue, string> names = [], constants = [];
    private readonly Dictionary<string, string> wholes = [];
    private readonly Dictionary<(int, int), string> sizes = [];
    private string batchSize = "", lastWeight = "";

    private OnnxExport(ExportedNetwork network) => this.network = network;

    /// <summary>The file.</summary>
    /// <param name="network">In evaluation mode.</param>
    /// <param name="metadata">What the file says of itself, by key.</param>
    /// <exception cref="InputException">
    /// An op has no ONNX form here, the network draws random numbers, or it treats batches of different size differently.
    /// </exception>
    public static byte[] ToBytes(ExportedNetwork network, Device device, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = new TensorScope();
        return new OnnxExport(network).Run(
            TracedPass.Of(network, FirstBatch, device), TracedPass.Of(network, SecondBatch, device), metadata);
    }

    private byte[] Run(TracedPass first, TracedPass second, IReadOnlyDictionary<string, string> metadata)
    {
        for (int i = 0; i < network.Inputs.Count; i++)
        {
            (string name, Shape shape, int classes) = network.Inputs[i];
            string input = graph.Input(name, shape, whole: classes > 0);
            if (i == 0)
                batchSize = graph.Add("Slice", [graph.Add("Shape", [input]), graph.Longs(0), graph.Longs(1)]);
            names.Add(first.Inputs[i], classes > 0 ? AsFloat(input) : input);
        }

        if (!first.Ops.Select(op => op.Name).SequenceEqual(second.Ops.Select(op => op.Name)))
            throw Refusal("it computes something else for another batch size");
        foreach ((TracedOp a, TracedOp b) in first.Ops.Zip(second.Ops))
        {
            var call = new Call(a, b);
            if (names.ContainsKey(a.Output) || !call.Operands.Any(names.ContainsKey))
                continue;
            names.Add(a.Output, Emit(call));
        }

        if (!names.TryGetValue(first.Output, out string? output))
            throw Refusal("its output does not depend on its input");
        graph.Output(output, network.Output, Shape.Create(first.Output.Shape.ToArray().AsSpan()[1..]));
        return graph.ToBytes(network.Name, $"{network.Meaning}.", metadata);
    }

    /// <summary>A call of an op in both passes.</summary>
    private sealed record Call(TracedOp First, TracedOp Second)
    {
        public string Op => First.Op;

        public Shape Output => First.Output.Shape;

        /// <summary>All tensors that determine the result.</summary>
        public IEnumerable<TracedValue> Operands =>
            First.Inputs.Select(input => input.Value).Concat(First.Settings.Values.OfType<TracedValue>());

        public Shape Input(int i = 0) => First.Inputs[i].Value.Shape;

        public T Get<T>(string setting) => (T)First.Settings[setting];

        public bool Has(string setting) => First.Settings.ContainsKey(setting);
    }

    private static InputException Unknown(string what, string why) => new($"{what} cannot be exported as ONNX: {why}.");

    private InputException Refusal(string why) =>
        Unknown($"The {network.Name}", why + (lastWeight.Length > 0 ? $" (behind {lastWeight})" : ""));

    private string Input(Call call, int i = 0) => NameOf(call.First.Inputs[i].Value, call.Second.Inputs[i].Value);

    private string Operand(Call call, string setting) =>
        NameOf((TracedValue)call.First.Settings[setting], (TracedValue)call.Second.Settings[setting]);

    /// <summary>A setting that both passes must have alike.</summary>
    private T Same<T>(Call call, string setting)
        where T : notnull
    {
        T value = call.Get<T>(setting);
        return value.Equals((T)call.Second.Settings[setting])
            ? value
            : throw Refusal($"the op {call.Op} has another {setting} for another batch size");
    }

    private string NameOf(TracedValue first, TracedValue second) =>
        names.TryGetValue(first, out string? name) || constants.TryGetValue(first, out name) ? name : Constant(first, second);

    /// <summary>A value that does not depend on the inputs; if it has one for each sample, the one that all have.</summary>
    private string Constant(TracedValue first, TracedValue second)
    {
        if (first.Name == OpTrace.Random)
            throw Refusal("it draws random numbers in evaluation");
        float[] values = first.Tensor.ToArray(), again = second.Tensor.ToArray();
        Shape shape = first.Shape;
        (int, int)[] dynamic = [.. Sizes(first, second).Where(size => size.First != size.Second)];
        if (dynamic.Length > 0)
        {
            int axis = Array.FindIndex(Sizes(first, second), size => size.First != size.Second);
            if (dynamic.Length > 1 || !IsUniform(values, shape, axis) || !IsUniform(again, second.Shape, axis))
                throw Refusal("a constant in it has numbers of its own for each sample of a batch");
            values = AtFirst(values, shape, axis);
            again = AtFirst(again, second.Shape, axis);
            shape = shape.With(axis, 1);
        }

        if (!values.AsSpan().SequenceEqual(again))
            throw Refusal("a constant in it changes from one batch to the next");
        if (first.Tensor.Name is string weight)
            lastWeight = weight;
        string name = graph.Floats(first.Tensor.Name ?? $"constant_{constants.Count}", shape, values);
        if (dynamic.Length > 0)
            name = graph.Add("Expand", [name, SizeList(Sizes(first, second))]);
        constants.Add(first, name);
        return name;
    }

    private static (int First, int Second)[] Sizes(TracedValue first, TracedValue second) =>
        first.Shape.Rank == second.Shape.Rank
            ? [.. first.Shape.Zip(second.Shape)]
            : throw Unknown($"A tensor of shape {first.Shape}", $"it has the shape {second.Shape} for another batch size");

    private static (int First, int Second)[] InputSizes(Call call, int i = 0) =>
        Sizes(call.First.Inputs[i].Value, call.Second.Inputs[i].Value);

    private static (int First, int Second)[] OutputSizes(Call call) => Sizes(call.First.Output, call.Second.Output);

    /// <summary>A list of sizes as a value of the graph; those that differ between the passes are in proportion to the batch.</summary>
    private string SizeList((int First, int Second)[] list)
    {
        if (list.All(size => size.First == size.Second))
            return graph.Longs([.. list.Select(size => (long)size.First)]);
        return graph.Add("Concat", [.. list.Select(Size)], ("axis", 0L));
    }

    /// <summary>A size as a list of one.</summary>
    private string Size((int First, int Second) size)
    {
        if (size.First == size.Second)
            return graph.Longs(size.First);
        if (sizes.TryGetValue(size, out string? name))
            return name;
        if (size.First * SecondBatch != size.Second * FirstBatch)
            throw Refusal($"a size is {size.First} for a batch of {FirstBatch} and {size.Second} for {SecondBatch}");
        name = size.First % FirstBatch == 0 ? Times("Mul", size.First / FirstBatch)
            : FirstBatch % size.First == 0 ? Times("Div", FirstBatch / size.First)
            : throw Refusal($"a size is {size.First} for a batch of {FirstBatch}");
        sizes.Add(size, name);
        return name;

        string Times(string op, int factor) => factor == 1 ? batchSize : graph.Add(op, [batchSize, graph.Longs(factor)]);
    }

    private string AsFloat(string whole)
    {
        string name = graph.Add("Cast", [whole], ("to", 1L));
        wholes.Add(name, whole);
        return name;
    }

    /// <summary>Whole numbers, for indices.</summary>
    private string AsWhole(string value) =>
        wholes.TryGetValue(value, out string? whole) ? whole : graph.Add("Cast", [value], ("to", 7L));

    private string Apply(IUnaryFormula formula, string x) => formula switch
    {
        Engine.Kernels.Elementwise.Formulas.Relu => graph.Add("Relu", [x]),
        Engine.Kernels.Elementwise.Formulas.Softplus => graph.Add("Softplus", [x]),
        Engine.Kernels.Elementwise.Formulas.LeakyRelu => graph.Add(
            "LeakyRelu", [x], ("alpha", -(float)formula.Value(new Engine.Kernels.Arithmetic.Scalar<double>(-1)).Value)),
        _ => formula.Value(new OnnxNumber(graph, x)).Name,
    };

    private static bool IsUniform(float[] values, Shape shape, int axis)
    {
        int inner = shape.Product(axis + 1, shape.Rank), size = shape[axis];
        for (int i = 0; i < values.Length; i++)
        {
            if (!values[i].Equals(values[i - (i / inner % size * inner)]))
                return false;
        }

        return true;
    }

    private static float[] AtFirst(float[] values, Shape shape, int axis)
    {
        int inner = shape.Product(axis + 1, shape.Rank), size = shape[axis];
        return [.. values.Where((_, i) => i / inner % size == 0)];
    }
}
