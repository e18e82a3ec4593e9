using GanFromScratch.Engine;
using GanFromScratch.Layers.Parametrizations;

namespace GanFromScratch.Layers;

/// <summary>
/// A part of a network: a layer, or several of them. It owns parameters (trained tensors), buffers (tensors that are saved but not trained,
/// such as running means) and child modules, each with a name; the path of names to a tensor, joined by dots, is its name in a checkpoint:
/// <c>4.weight</c>. Conventions are those of torch.nn.
/// <para>
/// To write a layer: create parameters with <see cref="AddParameter"/> in the constructor, compute the output shape and reject wrong input
/// shapes in <see cref="OutputShape"/>, and compute the result in <see cref="Forward"/>, with each parameter's
/// <see cref="Parameter.Effective"/> tensor.
/// </para>
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<NamedTensor> ownParameters = [];
    private readonly List<NamedTensor> ownBuffers = [];
    private readonly List<Module> children = [];
    private Module? parent;
    private string name = "";

    // The tensors of this module and its descendants, cached because every step iterates over them.
    private NamedTensor[]? namedParameters;
    private Parameter[]? parameters;
    private NamedTensor[]? buffers;
    private Parameter[]? weights;

    /// <summary>Its name in its parent; the root module may have any name, which then begins its error messages.</summary>
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

    /// <summary>The path of names from the root module to this one: <c>generator.3</c>.</summary>
    public string Path => parent == null ? Name : parent.Path.Length == 0 ? Name : $"{parent.Path}.{Name}";

    /// <summary>The layer and its sizes in a few words, for tables and messages: <c>Dense 512→1024</c>.</summary>
    public virtual string Description => GetType().Name;

    public IReadOnlyList<Module> Children => children;

    /// <summary>Training mode: dropout is active and batch normalisation uses the batch's statistics; initially true.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>
    /// Whether a sample's output depends on the other samples of its batch while training, as that of batch normalisation does; initially,
    /// whether a child's does.
    /// </summary>
    public virtual bool MixesSamples => children.Exists(static child => child.MixesSamples);

    /// <summary>The parameters of this module and its descendants, in order of creation.</summary>
    public IReadOnlyList<NamedTensor> NamedParameters() => namedParameters ??= Collect(static m => m.ownParameters);

    /// <summary>The tensors of <see cref="NamedParameters"/>.</summary>
    public IReadOnlyList<Parameter> Parameters() => AllParameters();

    /// <summary>The parameters of two or more dimensions: those that regularizers penalize, which excludes biases and scales.</summary>
    public IReadOnlyList<Parameter> Weights() => weights ??= Array.FindAll(AllParameters(), static p => p.Rank >= 2);

    /// <summary>The tensors that are saved but not trained: running means and variances.</summary>
    public IReadOnlyList<NamedTensor> Buffers() => buffers ??= Collect(static m => m.ownBuffers);

    /// <summary>Applies the module to a batch; the first dimension is the batch.</summary>
    /// <exception cref="ShapeException">The input does not fit; the message names the layer, what it expected and what it got.</exception>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The output shape of <see cref="Forward"/> for an input shape.</summary>
    /// <exception cref="ShapeException">As for <see cref="Forward"/>.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>The shape of what a child gets of an input: usually that of all of it.</summary>
    public virtual Shape ChildInput(Module child, Shape input) => input;

    /// <summary>Sets <see cref="IsTraining"/> on this module and its descendants.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Clears <see cref="IsTraining"/> on this module and its descendants.</summary>
    public void Eval() => SetTraining(false);

    /// <summary>
    /// Freezes or unfreezes every parameter. A frozen parameter receives no gradient and optimizers skip it; gradients accumulated before
    /// are kept until it is unfrozen.
    /// </summary>
    public void RequiresGrad(bool value)
    {
        foreach (Parameter parameter in AllParameters())
            parameter.RequiresGrad = value;
    }

    /// <summary>Clears all accumulated gradients.</summary>
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

    /// <summary>Disposes resources other than tensors and modules; does nothing by default.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Creates a trained tensor.</summary>
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

    /// <summary>Creates a tensor that is saved with the module but not trained.</summary>
    protected Tensor AddBuffer(Engine.Devices.Device device, string name, Shape shape, float value)
    {
        Tensor buffer = Tensor.Persistent(device, shape, value);
        ownBuffers.Add(new NamedTensor(name, buffer));
        NameTensors();
        ForgetLists();
        return buffer;
    }

    /// <summary>Takes ownership of a module: names it, and disposes it with this one.</summary>
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

    /// <summary>Takes other modules as children in place of those there are; those left out are disposed.</summary>
    private protected void ReplaceChildren(IReadOnlyList<Module> modules)
    {
        Module[] left = [.. children.Except(modules)];
        foreach (Module child in children)
            child.parent = null;
        children.Clear();
        for (int i = 0; i < modules.Count; i++)
            AddChild($"{i}", modules[i]);
        foreach (Module child in left)
            child.Dispose();
    }

    /// <summary>Makes a parameter of this module the stored form of what it computes with; the parametrization becomes a child.</summary>
    internal void Parametrize(Parameter parameter, Func<Parametrization> create)
    {
        string own = ownParameters.Find(entry => entry.Tensor == parameter).Name;
        if (parameter.Parametrization != null)
            throw new InvalidOperationException($"The parameter '{parameter.Name}' has a parametrization already; it can have one.");
        parameter.Parametrization = AddChild($"parametrizations.{own}", create());
    }

    /// <summary>The error message for a wrong input: the layer, the expected shape and the actual one.</summary>
    protected ShapeException WrongInput(string expected, Shape got)
    {
        string path = Path;
        return new ShapeException($"{(path.Length == 0 ? Description : $"{path} ({Description})")}: expected input {expected}, got {got}.");
    }

    /// <summary>Names every tensor of this module and its descendants for error messages: the path from the root module.</summary>
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
