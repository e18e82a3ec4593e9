using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Engine.Measures;

/// <summary>A tensor that an op of an <see cref="OpTrace"/> took or made.</summary>
public sealed class TracedValue
{
    internal TracedValue(int number, Tensor tensor, TracedOp? producer)
    {
        Number = number;
        Tensor = tensor;
        Producer = producer;
    }

    public int Number { get; }

    /// <summary>The tensor itself; the first one where several share memory and shape.</summary>
    public Tensor Tensor { get; }

    public Shape Shape => Tensor.Shape;

    /// <summary>The op that made it; null for an earlier tensor.</summary>
    public TracedOp? Producer { get; }

    /// <summary>Its name, if it has one.</summary>
    public string? Name { get; set; }
}

/// <summary>An input of an op at the moment of its call.</summary>
/// <param name="Value">The tensor.</param>
/// <param name="Learns">Whether it receives a gradient here: it is in the graph, and the op was recorded.</param>
public readonly record struct TracedInput(TracedValue Value, bool Learns);

/// <summary>A call of an op, with its input tensors and its result.</summary>
public sealed class TracedOp
{
    internal TracedOp(
        int number, string name, string op, string phase, IReadOnlyList<TracedInput> inputs, IReadOnlyDictionary<string, object> settings)
    {
        Number = number;
        Name = name;
        Op = op;
        Phase = phase;
        Inputs = inputs;
        Settings = settings;
    }

    public int Number { get; }

    /// <summary>The name under which ops record themselves in the graph.</summary>
    public string Name { get; }

    /// <summary>As <see cref="Name"/>, without a fused activation.</summary>
    public string Op { get; }

    public string Phase { get; }

    public IReadOnlyList<TracedInput> Inputs { get; }

    public TracedValue Output { get; internal set; } = null!;

    /// <summary>
    /// What else determines the result, by name: an axis, a formula, the sizes of a convolution; a <see cref="TracedValue"/> for a tensor
    /// that gets no gradient, such as indices. A setting that a call does not have is left out.
    /// </summary>
    public IReadOnlyDictionary<string, object> Settings { get; }

    /// <summary>Whether the call was recorded, so that a gradient flows back through it.</summary>
    public bool Learns => Inputs.Any(input => input.Learns);
}

/// <summary>
/// The ops called while a <see cref="LaunchObserver"/> with this trace observed, in order, with the tensors between them: the graph as it
/// grows. Of the ops inside backward functions only those are in it that are recorded, to be differentiated again; their names begin with
/// that of the op whose gradient they compute: "∇Linear MatMul". It keeps every tensor alive, to tell them apart.
/// </summary>
public sealed class OpTrace
{
    /// <summary>The name of what a <see cref="RandomSource"/> drew.</summary>
    public const string Random = "random numbers";

    private readonly Dictionary<Tensor, TracedValue> values = new(ReferenceEqualityComparer.Instance);
    private readonly List<TracedOp> ops = [];
    private Dictionary<string, object>? notes;

    public IReadOnlyList<TracedOp> Ops => ops;

    /// <summary>Phases whose ops are left out.</summary>
    public IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>Gives a name to a tensor that an op may take: a weight, the batch.</summary>
    public void Name(Tensor tensor, string name)
    {
        Of(tensor).Name = name;
    }

    /// <summary>A tensor as the ops that take or make it have it.</summary>
    public TracedValue Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return ValueOf(tensor, null);
    }

    /// <summary>Another tensor with the same values, in the same memory.</summary>
    internal void Alias(Tensor alias, Tensor tensor) => values[alias] = ValueOf(tensor, null);

    /// <summary>Settings of the op that is added next; those without a value are left out.</summary>
    internal void Note(params ReadOnlySpan<(string Name, object? Value)> settings)
    {
        notes = [];
        foreach ((string name, object? value) in settings)
        {
            if (value != null)
                notes.Add(name, value is Tensor tensor ? ValueOf(tensor, null) : value);
        }
    }

    internal void ForgetNotes() => notes = null;

    internal void Add(string name, string kind, string phase, Tensor[] inputs, Tensor output)
    {
        Dictionary<string, object>? settings = notes;
        notes = null;
        if (Without.Contains(phase))
            return;
        bool recording = !NoGradScope.IsActive;
        var op = new TracedOp(
            ops.Count + 1, name, kind, phase,
            Array.ConvertAll(inputs, input => new TracedInput(ValueOf(input, null), recording && input.IsInGraph)),
            settings ?? []);
        op.Output = ValueOf(output, op);
        ops.Add(op);
    }

    private TracedValue ValueOf(Tensor tensor, TracedOp? producer)
    {
        if (!values.TryGetValue(tensor, out TracedValue? value))
            values.Add(tensor, value = new TracedValue(values.Count + 1, tensor, producer));
        return value;
    }
}
