using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Engine.Autograd;

/// <summary>
/// Reverse-mode differentiation (Linnainmaa 1970): from the output back to the leaves, each node turns the gradient of its result into
/// gradients of its inputs (a vector-Jacobian product); gradients of a tensor that is used several times are summed. Nodes are visited in
/// descending order of their numbers, so each node comes after all of its uses.
/// </summary>
internal sealed class BackwardPass
{
    private static long passes;

    [ThreadStatic]
    private static BackwardPass? current;

    private readonly long id = Interlocked.Increment(ref passes);
    private readonly Tensor[]? wanted;
    private readonly bool createGraph;
    private LaunchObserver? observer;

    // The node whose backward function is running.
    private GraphNode? running;

    // The gradient that the caller gave: its current value is read, whatever its age.
    private StorageVersion? given;

    private BackwardPass(Tensor[]? wanted, bool createGraph)
    {
        this.wanted = wanted;
        this.createGraph = createGraph;
    }

    /// <summary>Collects gradients in the leaves.</summary>
    public static void IntoLeaves(Tensor output, Tensor? gradient) => new BackwardPass(null, false).Run(output, gradient);

    /// <summary>
    /// Returns the gradients of <paramref name="inputs"/> and changes no <see cref="Tensor.Grad"/>; null for an input that the output
    /// does not depend on.
    /// </summary>
    public static Tensor?[] Of(Tensor output, Tensor[] inputs, Tensor? gradient, bool createGraph)
    {
        try
        {
            new BackwardPass(inputs, createGraph).Run(output, gradient);
            return Array.ConvertAll(inputs, input => input.PendingGradient);
        }
        finally
        {
            foreach (Tensor input in inputs)
                input.PendingGradient = null;
        }
    }

    /// <summary>
    /// Whether the running pass needs the gradient of <paramref name="tensor"/>; backward functions skip gradients that it does not need.
    /// </summary>
    public static bool Wants(Tensor tensor)
    {
        if (current == null)
            return tensor.IsInGraph;
        if (current.wanted is Tensor[] inputs)
            return Array.IndexOf(inputs, tensor) >= 0 || tensor.Node?.Wanted == current.id;
        return tensor.Node != null
            || (tensor.RequiresGrad && tensor.RequiresGradSince < (current.running?.Number ?? long.MaxValue));
    }

    /// <summary>
    /// Whether a kernel may write the gradient of this leaf directly to its slot (see <see cref="Tensor.TakeGradientSlot"/>).
    /// </summary>
    public static bool MayWriteInto(Tensor leaf) => current is { wanted: null } && leaf.RequiresGrad && Wants(leaf);

    /// <summary>Whether the running pass records its own ops, so that differentiable ops must replace fused gradient kernels.</summary>
    public static bool CreatesGraph => current is { createGraph: true };

    /// <summary>
    /// Rejects a tensor that the running backward function reads and that was overwritten after the op was computed: the gradient would
    /// be wrong. Memory that is newer than the op belongs to the backward function.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was overwritten.</exception>
    public static void RequireUnchanged(Tensor tensor)
    {
        StorageVersion version = tensor.Version;
        if (current is not { running: GraphNode node } pass || !version.ChangedSince(node.Number) || version == pass.given)
            return;
        string name = version.Name == null ? "a tensor" : $"'{version.Name}'";
        throw new InvalidOperationException(
            $"The backward pass of {node.Name} needs {name} of shape {tensor.Shape} as it was in the forward pass, but {version.ChangedBy} "
            + $"has changed it since: call Backward before {version.ChangedBy}, or compute the forward pass again after it.");
    }

    private void Run(Tensor output, Tensor? gradient)
    {
        if (!output.IsInGraph)
            throw new InvalidOperationException("This tensor depends on nothing that requires a gradient.");
        if (gradient == null && output.Length != 1)
            throw new ShapeException(
                $"Backward from a tensor of shape {output.Shape} needs a gradient of that shape; without one the tensor must be a single "
                + $"number.");
        if (gradient != null && gradient.Shape != output.Shape)
            throw new ShapeException($"Backward: the gradient must have the tensor's shape {output.Shape}, got {gradient.Shape}.");

        List<GraphNode> nodes = Reachable(output);
        BackwardPass? outerPass = current;
        int outerDepth = NoGradScope.Replace(active: !createGraph);
        observer = output.Device.Observer;
        string? outerOp = observer?.BackwardOp;
        current = this;
        given = gradient?.Version;
        try
        {
            Give(output, gradient ?? Tensor.Ones(output.Device, output.Shape), owned: gradient == null);
            foreach (GraphNode node in nodes)
                Step(node);
        }
        finally
        {
            // After a failure the state of half a pass must not remain for the next one.
            foreach (GraphNode node in nodes)
                node.Gradient = null;
            observer?.EnterBackward(outerOp);
            current = outerPass;
            NoGradScope.Restore(outerDepth);
        }
    }

    private void Step(GraphNode node)
    {
        Tensor? gradient = node.Gradient;
        node.Gradient = null;
        if (gradient == null || (wanted != null && node.Wanted != id))
            return;
        running = node;
        observer?.EnterBackward(node.Name);
        NonFiniteWatch.EnterGradient(node.Name);
        Tensor?[] results = node.Backward(gradient);
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] != null)
                NonFiniteWatch.See(node.Name, results[i]!);
            // A backward function returns new tensors, or its own gradient argument, possibly several times.
            if (results[i] is Tensor result && Wants(node.Inputs[i]))
                Give(node.Inputs[i], result, owned: result != gradient && Array.LastIndexOf(results, result) == i);
        }

        NonFiniteWatch.EnterGradient(null);

        // The next gradient reuses its buffer while it is still in the cache. (If it has a graph of its own, it must stay alive.)
        if (!createGraph)
            gradient.Dispose();
    }

    /// <summary>
    /// Adds to a tensor's gradient. The owner of a gradient may keep or dispose it; others take another reference to its memory.
    /// </summary>
    private void Give(Tensor tensor, Tensor gradient, bool owned)
    {
        bool asked = wanted != null && Array.IndexOf(wanted, tensor) >= 0;
        if (asked)
            tensor.PendingGradient = Sum(tensor.PendingGradient, gradient, owned: owned && tensor.Node == null);
        if (tensor.Node is GraphNode node)
        {
            node.Gradient = Sum(node.Gradient, gradient, owned);
        }
        else if (wanted == null)
        {
            tensor.AccumulateGradient(gradient);
            if (owned)
                gradient.Dispose();
        }
    }

    private Tensor Sum(Tensor? before, Tensor gradient, bool owned)
    {
        if (before == null)
            return owned || createGraph ? gradient : gradient.Alias(gradient.Shape);
        Tensor sum = before + gradient;
        if (!createGraph)
        {
            before.Dispose();
            if (owned)
                gradient.Dispose();
        }

        return sum;
    }

    /// <summary>All nodes behind the output, in descending order; marks those that lead to a requested leaf.</summary>
    private List<GraphNode> Reachable(Tensor output)
    {
        var nodes = new List<GraphNode>();
        var open = new Stack<GraphNode>();
        Visit(output.Node);
        while (open.TryPop(out GraphNode? node))
        {
            nodes.Add(node);
            foreach (Tensor input in node.Inputs)
                Visit(input.Node);
        }

        nodes.Sort(static (a, b) => b.Number.CompareTo(a.Number));
        for (int i = nodes.Count - 1; wanted != null && i >= 0; i--)
        {
            foreach (Tensor input in nodes[i].Inputs)
            {
                if (Array.IndexOf(wanted, input) >= 0 || input.Node?.Wanted == id)
                    nodes[i].Wanted = id;
            }
        }

        return nodes;

        void Visit(GraphNode? node)
        {
            if (node == null || node.Visited == id)
                return;
            node.Visited = id;
            open.Push(node);
        }
    }
}
