namespace GanFromScratch.Engine.Autograd;

/// <summary>
/// One computed tensor's node in the graph: its op, its inputs, and the function that turns a gradient of the result into gradients of
/// the inputs (null where one is not needed). Nodes are numbered in order of creation, so an input's number is always lower than its
/// result's.
/// </summary>
internal sealed class GraphNode(string name, Tensor[] inputs, Func<Tensor, Tensor?[]> backward)
{
    private static long made;

    /// <summary>The number of the newest node; a leaf stores it when it begins to require a gradient.</summary>
    public static long Newest => Interlocked.Read(ref made);

    public long Number { get; } = Interlocked.Increment(ref made);

    public string Name { get; } = name;

    public Tensor[] Inputs { get; } = inputs;

    public Func<Tensor, Tensor?[]> Backward { get; } = backward;

    /// <summary>The gradient of the result, summed over its uses so far in the running pass.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>The pass that last visited this node.</summary>
    public long Visited { get; set; }

    /// <summary>The pass in which this node leads to a leaf whose gradient is requested.</summary>
    public long Wanted { get; set; }
}
