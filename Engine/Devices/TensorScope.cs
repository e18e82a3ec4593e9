namespace GanFromScratch.Engine.Devices;

/// <summary>
/// Frees the memory of a step's temporaries at its end: every tensor made on this thread while the scope is open is disposed with it,
/// except parameters, gradients of parameters, and tensors that were kept.
/// <code>
/// using var scope = new TensorScope();
/// Tensor loss = Losses.BinaryCrossEntropy(discriminator.Forward(images), ones);
/// loss.Backward();
/// </code>
/// Scopes nest. Outside of any scope a tensor lives until it is disposed or collected.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? current;

    [ThreadStatic]
    private static Stack<List<Tensor>>? spareLists;

    private readonly TensorScope? outer;
    private readonly List<Tensor> tensors;

    public TensorScope()
    {
        outer = current;
        current = this;
        spareLists ??= new Stack<List<Tensor>>();
        tensors = spareLists.Count > 0 ? spareLists.Pop() : [];
    }

    /// <summary>Lets a tensor outlive this scope: it moves to the enclosing scope, if there is one.</summary>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensors.Remove(tensor))
            outer?.tensors.Add(tensor);
        return tensor;
    }

    public void Dispose()
    {
        if (current != this)
            throw new InvalidOperationException(
                "Tensor scopes must be closed in the reverse order of their opening, on the thread that opened them.");
        current = outer;
        foreach (Tensor tensor in tensors)
            tensor.Dispose();
        tensors.Clear();
        spareLists!.Push(tensors);
    }

    internal static void Register(Tensor tensor) => current?.tensors.Add(tensor);
}
