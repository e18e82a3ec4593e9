namespace GanFromScratch.Engine.Autograd;

/// <summary>
/// What autograd knows about the memory of a tensor; tensors that share memory (a reshape, a detached tensor) share it. Time is counted in
/// graph nodes: <see cref="GraphNode.Newest"/> when something happened. A node that was made before the memory last changed was computed
/// from values that are gone (PyTorch's saved-tensor version counter).
/// </summary>
internal sealed class StorageVersion
{
    private readonly long made = GraphNode.Newest;
    private long changed = -1;

    /// <summary>What error messages call the memory; null if it has no name.</summary>
    public string? Name { get; set; }

    /// <summary>What wrote into it last.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>Notes that the values are being overwritten.</summary>
    public void Change(string by)
    {
        changed = GraphNode.Newest;
        ChangedBy = by;
    }

    /// <summary>Whether this existed before the node with that number and has changed since.</summary>
    public bool ChangedSince(long node) => made < node && node <= changed;
}
