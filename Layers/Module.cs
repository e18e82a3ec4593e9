using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// A part of a network: a layer, or several of them. It owns parameters (tensors that are trained), buffers (tensors that are only kept,
/// such as running means) and child modules, each under a name; the names on the way to a tensor, joined by dots, are its name in a
/// checkpoint: <c>4.weight</c>. Conventions are those of torch.nn.
/// <para>
/// A new layer: make parameters with <see cref="AddParameter"/> in the constructor, say what shapes it turns into what
/// (<see cref="OutputShape"/>, which is also where a wrong shape is refused), and compute (<see cref="Forward"/>).
/// </para>
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<NamedTensor> ownParameters = [];
    private readonly List<NamedTensor> ownBuffers = [];
    private readonly List<Module> children = [];
    private Module? parent;
    private string name = "";

    // The tensors of this module and all below it. Walks over them happen in every step, so they are laid out once.
    private NamedTensor[]? namedParameters;
    private Parameter[]? parameters;
    private NamedTensor[]? buffers;
    private Parameter[]? weights;

    /// <summary>What its parent calls it; the outermost module may be given any name, which error messages then begin with.</summary>
    /// <exception cref="InvalidOperationException">Set on a module inside another.</exception>
    public string Name
    {
        get => name;
        set
        {
            name = parent == null ? value : throw new InvalidOperationException($"The module '{Path}' was named by the one around it.");
            NameTensors();
        }
    }

    /// <summary>The names from the outermost module down to this one: <c>generator.3</c>.</summary>
    public string Path => parent == null ? Name : parent.Path.Length == 0 ? Name : $"{parent.Path}.{Name}";

    /// <summary>The layer and its sizes in a few words, for tables and messages: <c>Dense 512→1024</c>.</summary>
    public virtual string Description => GetType().Name;

    public IReadOnlyList<Module> Children => children;

    /// <summary>Whether dropout drops and batch normalisation uses the batch's own statistics; true at first.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The parameters of this module and of those inside it, in order of their making.</summary>
    public IReadOnlyList<NamedTensor> NamedParameters() => namedParameters ??= Collect(static m => m.ownParameters);

    /// <summary>The tensors of <see cref="NamedParameters"/>.</summary>
    public IReadOnlyList<Parameter> Parameters() => AllParameters();

    /// <summary>The parameters of two and more dimensions: what regularizers punish, where biases and scales are spared.</summary>
    public IReadOnlyList<Parameter> Weights() => weights ??= Array.FindAll(AllParameters(), static p => p.Rank >= 2);

    /// <summary>What is kept but not trained: running means and variances.</summary>
    public IReadOnlyList<NamedTensor> Buffers() => buffers ??= Collect(static m => m.ownBuffers);

    /// <summary>Applies the module to a batch; the first dimension counts its samples.</summary>
    /// <exception cref="ShapeException">The input does not fit; the message names the layer, what it expected and what it got.</exception>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The shape that <see cref="Forward"/> makes of an input's shape.</summary>
    /// <exception cref="ShapeException">As for <see cref="Forward"/>.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>Sets <see cref="IsTraining"/> here and below.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Clears <see cref="IsTraining"/> here and below.</summary>
    public void Eval() => SetTraining(false);

    /// <summary>
    /// Freezes every parameter, or thaws it. What is computed from a frozen one passes it no gradient, and optimizers skip it; gradients
    /// collected before are still there when it is thawed.
    /// </summary>
    public void RequiresGrad(bool value)
    {
        foreach (Parameter parameter in AllParameters())
            parameter.RequiresGrad = value;
    }

    /// <summary>Forgets all collected gradients.</summary>
    public void ZeroGrad()
    {
        foreach (Parameter parameter in AllParameters())
            parameter.ZeroGrad();
    }

    /// <summary>Every parameter and buffer by name: the tensors themselves, not copies.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new Dictionary<string, Tensor>();
        foreach (NamedTensor entry in NamedParameters())
            state.Add(entry.Name, entry.Tensor);
        foreach (NamedTensor entry in Buffers())
            state.Add(entry.Name, entry.Tensor);
        return state;
    }

    /// <summary>Copies values into every parameter and buffer.</summary>
    /// <exception cref="InputException">A name is missing or unexpected, or a shape differs; nothing is changed then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) =>
        SavedState.Load(Path.Length == 0 ? Description : Path, StateDict(), state);

    /// <summary>A table of the layers with their output shapes and numbers of parameters.</summary>
    /// <param name="input">The shape of one sample, without the batch: (100) or (1, 28, 28).</param>
    public string Summary(Shape input) => SummaryTable.Of(this, input);

    public void Dispose()
    {
        foreach (Module child in children)
            child.Dispose();
        foreach (NamedTensor entry in ownParameters)
            entry.Tensor.Dispose();
        foreach (NamedTensor entry in ownBuffers)
            entry.Tensor.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>For what a module owns besides tensors and modules; nothing by default.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Makes a tensor that is trained.</summary>
    protected Parameter AddParameter(string name, Shape shape, Initializer initializer, Fan fan, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        ArgumentNullException.ThrowIfNull(random);
        var parameter = new Parameter(random.Device, shape);
        initializer.Fill(parameter, fan, random);
        ownParameters.Add(new NamedTensor(name, parameter));
        NameTensors();
        ForgetLists();
        return parameter;
    }

    /// <summary>Makes a tensor that is saved with the module but not trained.</summary>
    protected Tensor AddBuffer(Engine.Devices.Device device, string name, Shape shape, float value)
    {
        Tensor buffer = Tensor.Persistent(device, shape, value);
        ownBuffers.Add(new NamedTensor(name, buffer));
        NameTensors();
        ForgetLists();
        return buffer;
    }

    /// <summary>Takes over a module: names it, and disposes it with this one.</summary>
    protected T AddChild<T>(string name, T child)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(child);
        if (child.parent != null)
            throw new InvalidOperationException(
                $"The module '{child.Path}' belongs to another module already; make a new one for '{name}'.");
        child.name = name;
        child.parent = this;
        children.Add(child);
        child.NameTensors();
        ForgetLists();
        return child;
    }

    /// <summary>The sentence for an input that does not fit: which layer, what it expected, what it got.</summary>
    protected ShapeException WrongInput(string expected, Shape got)
    {
        string path = Path;
        return new ShapeException($"{(path.Length == 0 ? Description : $"{path} ({Description})")}: expected input {expected}, got {got}.");
    }

    /// <summary>Gives every tensor here and below its name for error messages: the path from the outermost module down to it.</summary>
    private void NameTensors()
    {
        string path = Path;
        foreach (NamedTensor entry in ownParameters.Concat(ownBuffers))
            entry.Tensor.Name = path.Length == 0 ? entry.Name : $"{path}.{entry.Name}";
        foreach (Module child in children)
            child.NameTensors();
    }

    private Parameter[] AllParameters()
    {
        if (parameters != null)
            return parameters;
        IReadOnlyList<NamedTensor> named = NamedParameters();
        parameters = new Parameter[named.Count];
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] = (Parameter)named[i].Tensor;
        return parameters;
    }

    private NamedTensor[] Collect(Func<Module, List<NamedTensor>> own)
    {
        var found = new List<NamedTensor>();
        Visit(this, "");
        return [.. found];

        void Visit(Module module, string prefix)
        {
            foreach (NamedTensor entry in own(module))
                found.Add(new NamedTensor(prefix + entry.Name, entry.Tensor));
            foreach (Module child in module.children)
                Visit(child, $"{prefix}{child.Name}.");
        }
    }

    private void SetTraining(bool value)
    {
        IsTraining = value;
        foreach (Module child in children)
            child.SetTraining(value);
    }

    private void ForgetLists()
    {
        for (Module? module = this; module != null; module = module.parent)
        {
            module.namedParameters = null;
            module.parameters = null;
            module.buffers = null;
            module.weights = null;
        }
    }
}
