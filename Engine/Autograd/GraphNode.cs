namespace GanFromScratch.Engine.Autograd;

/// <summary>
/// One computed tensor's place in the graph: which op, from which tensors, and how a gradient of the result becomes gradients of the
/// inputs (null where one is not wanted). Nodes are numbered as they are made, so an input's number is always lower than its result's.
/// </summary>
internal sealed class GraphNode(string name, Tensor[] inputs, Func<Tensor, Tensor?[]> backward)
{
    private static long made;

    /// <summary>The number of the newest node; a leaf notes it when it begins to require a gradient.</summary>
    public static long Newest => Interlocked.Read(ref made);

    public long Number { get; } = Interlocked.Increment(ref made);

    public string Name { get; } = name;

    public Tensor[] Inputs { get; } = inputs;

    public Func<Tensor, Tensor?[]> Backward { get; } = backward;

    /// <summary>The gradient of the result, summed over its uses so far in the running pass.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>The pass that last visited this node.</summary>
    public long Visited { get; set; }

    /// <summary>The pass in which this node leads to a leaf whose gradient is asked for.</summary>
    public long Wanted { get; set; }
}
