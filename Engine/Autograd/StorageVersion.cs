namespace GanFromScratch.Engine.Autograd;

/// <summary>
/// The version of a tensor's memory for autograd; tensors that share memory (a reshape, a detached tensor) share it. Time is counted in
/// graph nodes: <see cref="GraphNode.Newest"/> at the moment of an event. A node created before the memory last changed was computed from
/// values that no longer exist (PyTorch's saved-tensor version counter).
/// </summary>
internal sealed class StorageVersion
{
    private readonly long made = GraphNode.Newest;
    private long changed = -1;

    /// <summary>The name of the memory in error messages; null if it has none.</summary>
    public string? Name { get; set; }

    /// <summary>The last operation that wrote into it.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>Records that the values are being overwritten.</summary>
    public void Change(string by)
    {
        changed = GraphNode.Newest;
        ChangedBy = by;
    }

    /// <summary>Whether this existed before the node with that number and has changed since.</summary>
    public bool ChangedSince(long node) => made < node && node <= changed;
}
