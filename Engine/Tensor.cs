using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Engine;

/// <summary>
/// A block of float32 numbers on a device, contiguous and row-major, with a shape. If it was computed from tensors that require
/// gradients, it also has a graph node that says how. Tensors are values: ops return new ones. Only <see cref="CopyFrom(Tensor)"/> and
/// the like, random fills and the optimizers write into existing memory; a backward pass that needs the overwritten values throws.
/// </summary>
public partial class Tensor : IDisposable
{
    private BufferView view;
    private bool disposed;
    private bool requiresGrad;
    private Tensor? gradient;
    private bool gradientIsStale = true;

    private protected Tensor(BufferView view, Shape shape, StorageVersion? shared = null)
    {
        this.view = view;
        Version = shared ?? new StorageVersion();
        Shape = shape;
    }

    /// <summary>Memory that no scope disposes, with undefined content.</summary>
    protected Tensor(Device device, Shape shape)
        : this(new BufferView(device.RentPersistent(shape.Size), 0, shape.Size), shape)
    {
    }

    public Shape Shape { get; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int Length => Shape.Size;

    public Device Device => view.Device;

    /// <summary>The name of this memory in error messages, such as <c>discriminator.2.weight</c>; null if it has none.</summary>
    public string? Name
    {
        get => Version.Name;
        set => Version.Name = value;
    }

    /// <summary>
    /// Whether this tensor gets a gradient. It must be a leaf: created, not computed. Switching it off freezes a parameter: results
    /// computed while it is frozen pass it no gradient, even if it is unfrozen before the backward pass.
    /// </summary>
    public bool RequiresGrad
    {
        get => requiresGrad;
        set
        {
            if (value && Node != null)
                throw new InvalidOperationException(
                    $"Only a leaf can require a gradient; this tensor was computed by '{Node.Name}'. Detach it first.");
            if (value && !requiresGrad)
                RequiresGradSince = GraphNode.Newest;
            requiresGrad = value;
        }
    }

    /// <summary>The gradient collected by <see cref="Backward"/> since the last <see cref="ZeroGrad"/>; null if there is none.</summary>
    public Tensor? Grad => gradientIsStale ? null : gradient;

    /// <summary>The buffer range for kernels to read or, for a new tensor, to write.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    /// <exception cref="InvalidOperationException">A backward function reads it and it has changed since the forward pass.</exception>
    public BufferView View
    {
        get
        {
            BackwardPass.RequireUnchanged(this);
            return Memory;
        }
    }

    /// <summary>As <see cref="View"/>, without the check for changes.</summary>
    private BufferView Memory => !disposed ? view : throw new ObjectDisposedException(
        nameof(Tensor),
        $"This tensor of shape {Shape} was disposed, perhaps by the end of its TensorScope; use Keep to let it outlive the scope.");

    /// <summary>The time of the last change of the memory.</summary>
    internal StorageVersion Version { get; }

    /// <summary>The trace of op calls, if someone observes them; an op tells it its settings before it is recorded.</summary>
    internal OpTrace? Trace => Device.Observer?.Ops;

    /// <summary>How this tensor was computed; null for a leaf.</summary>
    internal GraphNode? Node { get; set; }

    /// <summary>
    /// The newest graph node when <see cref="RequiresGrad"/> was last switched on: earlier results treated this tensor as a constant.
    /// </summary>
    internal long RequiresGradSince { get; private set; }

    /// <summary>
    /// Whether a gradient flows into this tensor, as a leaf that requires one, or through it, as a result of such leaves (PyTorch's
    /// requires_grad of either).
    /// </summary>
    public bool IsInGraph => requiresGrad || Node != null;

    /// <summary>Whether this tensor was created, or computed without being recorded, so that it has no graph behind it.</summary>
    public bool IsLeaf => Node == null;

    /// <summary>The gradient being summed for a leaf by a <see cref="Gradients.Of"/> pass.</summary>
    internal Tensor? PendingGradient { get; set; }

    /// <summary>Collects ∂this/∂leaf in <see cref="Grad"/> of every leaf that requires a gradient.</summary>
    /// <param name="gradient">∂(the final quantity)/∂this, of this shape; may be left out if this is a single number.</param>
    public void Backward(Tensor? gradient = null) => BackwardPass.IntoLeaves(this, gradient);

    /// <summary>Clears the collected gradient. Costs nothing: the next gradient overwrites the memory.</summary>
    public void ZeroGrad() => gradientIsStale = true;

    /// <summary>The same values, sharing memory, detached from the graph.</summary>
    public Tensor Detach()
    {
        Tensor alias = Alias(Shape);
        Device.Observer?.Ops?.Alias(alias, this);
        return alias;
    }

    /// <summary>The values, row-major.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Length];
        CopyTo(values);
        return values;
    }

    /// <summary>The values, row-major, at the full precision of the device: doubles on the reference device, else floats.</summary>
    public double[] ToDoubleArray()
    {
        double[] values = new double[Length];
        Device.Download(View, values);
        return values;
    }

    /// <summary>Copies the values to the host; waits for the device.</summary>
    public void CopyTo(Span<float> target) => Device.Download(View, target);

    /// <summary>
    /// Records that code outside this class overwrites the values: a backward pass that still needs the old ones then throws instead of
    /// computing a wrong gradient. If a recorded step (<see cref="StepGraph"/>) does it, each replay counts.
    /// </summary>
    /// <param name="by">The name of the writer for that message: <c>Adam.Step</c>.</param>
    public void NoteChange(string by)
    {
        Version.Change(by);
        Device.Recording?.Written.Add(Version);
    }

    /// <summary>The buffer range for a kernel to overwrite; records the change as <see cref="NoteChange"/> does.</summary>
    public BufferView MutableView(string changedBy)
    {
        NoteChange(changedBy);
        return Memory;
    }

    /// <summary>Overwrites the values from the host.</summary>
    public void CopyFrom(ReadOnlySpan<float> source) => Device.Upload(source, MutableView("CopyFrom"));

    /// <summary>Overwrites every value with one number, on the device.</summary>
    public void Fill(float value)
    {
        Kernels.Elementwise.Fill.Run(MutableView("Fill"), value);
        Device.Observer?.EndOp("Fill");
    }

    /// <summary>Overwrites the values with those of another tensor of the same length, on the device.</summary>
    public void CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Length != Length)
            throw new ShapeException($"CopyFrom: expected {Length} elements ({Shape}), got {source.Length} ({source.Shape}).");
        Unary.Run(source.View, MutableView("CopyFrom"), default(Identity));
        Device.Observer?.EndOp("Copy");
    }

    /// <summary>
    /// Adds another tensor of the same length to this one's memory, on the device. Not recorded: for running sums, not for training.
    /// </summary>
    public void AddInPlace(Tensor addend)
    {
        ArgumentNullException.ThrowIfNull(addend);
        if (addend.Length != Length)
            throw new ShapeException($"AddInPlace: expected {Length} elements ({Shape}), got {addend.Length} ({addend.Shape}).");
        BufferView target = MutableView("AddInPlace");
        Binary.RunSameShape(target, addend.View, target, default(Add));
        Device.Observer?.EndOp("AddInPlace");
    }

    /// <summary>The value of a tensor with one element; waits for the device.</summary>
    public float Item()
    {
        if (Length != 1)
            throw new ShapeException($"Item needs a tensor with one element, got shape {Shape}.");
        Span<float> value = stackalloc float[1];
        CopyTo(value);
        return value[0];
    }

    /// <summary>Releases the memory. Disposing twice is harmless.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        view.Buffer.Release();
        gradient?.Dispose();
        gradient = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>A tensor for a kernel to write into; belongs to the open <see cref="TensorScope"/>.</summary>
    internal static Tensor Allocate(Device device, Shape shape)
    {
        var tensor = new Tensor(new BufferView(device.Rent(shape.Size), 0, shape.Size), shape);
        TensorScope.Register(tensor);
        return tensor;
    }

    /// <summary>A tensor that no scope disposes and that a recorded step may use beside others.</summary>
    internal static Tensor AllocatePersistent(Device device, Shape shape) => new(device, shape);

    /// <summary>Another tensor on the same memory; belongs to the open scope.</summary>
    internal Tensor Alias(Shape shape)
    {
        View.Buffer.AddHolder();
        var tensor = new Tensor(view, shape, Version);
        TensorScope.Register(tensor);
        return tensor;
    }

    /// <summary>A part of this tensor's memory as a tensor that no scope disposes.</summary>
    internal Tensor PersistentPart(int offset, Shape shape)
    {
        View.Buffer.AddHolder();
        return new Tensor(view.Slice(offset, shape.Size), shape);
    }

    /// <summary>Moves the values to <paramref name="target"/>, their new permanent place (an optimizer's block of parameters).</summary>
    internal void MoveTo(Tensor target)
    {
        target.CopyFrom(this);
        target.View.Buffer.AddHolder();
        view.Buffer.Release();
        view = target.View;
    }

    /// <summary>Gives the gradient a fixed place.</summary>
    internal void PlaceGradient(Tensor slot)
    {
        gradient?.Dispose();
        gradient = slot;
        gradientIsStale = true;
    }

    /// <summary>
    /// The place where a kernel may write this leaf's gradient directly: over the old content, or added to it (<paramref
    /// name="accumulate"/>). Saves the temporary and the addition for the largest tensors, gradients of weights.
    /// </summary>
    internal BufferView TakeGradientSlot(out bool accumulate)
    {
        gradient ??= AllocatePersistent(Device, Shape);
        accumulate = !gradientIsStale;
        gradientIsStale = false;
        return gradient.MutableView("another backward pass");
    }

    /// <summary>Adds to the collected gradient.</summary>
    internal void AccumulateGradient(Tensor addend)
    {
        BufferView slot = TakeGradientSlot(out bool accumulate);
        if (accumulate)
            Binary.RunSameShape(slot, addend.View, slot, default(Add));
        else
            Unary.Run(addend.View, slot, default(Identity));
    }

    /// <summary>Records how this tensor was computed, unless no input is in the graph or recording is off.</summary>
    internal Tensor Record(string op, Tensor[] inputs, Func<Tensor, Tensor?[]> backward, Type? fused = null)
    {
        Device.Observer?.EndOp(op, inputs, this, fused);
        NonFiniteWatch.See(op, this);
        if (NoGradScope.IsActive)
            return this;
        foreach (Tensor input in inputs)
        {
            if (input.IsInGraph)
            {
                Node = new GraphNode(op, inputs, backward);
                break;
            }
        }

        return this;
    }
}
