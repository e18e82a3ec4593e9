using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>
/// Moves parameters along their gradients. It lays all parameters it is given, their gradients and each kind of its own state into blocks
/// of memory (<see cref="ParameterBlock"/>), so that a step is a single launch over everything.
/// <para>
/// As in PyTorch a parameter that is frozen, or has no gradient, is passed over and its step count stands still; the launch then falls
/// into the runs between such gaps. Defaults are PyTorch's. Everything that changes between steps is in device memory: a recorded step
/// (<see cref="StepGraph"/>) goes on counting, and follows <see cref="LearningRate"/>. But where the parameters lie is fixed in a
/// recording: make optimizers, and load their state, before the step is recorded and before a parameter is reshaped or detached.
/// </para>
/// </summary>
public abstract class Optimizer : IDisposable
{
    private readonly NamedTensor[] parameters;

    // To which group parameter i belongs.
    private readonly int[] groupOf;
    private readonly ParameterBlock block;
    private readonly Tensor rate;
    private readonly Tensor steps;
    private readonly Tensor?[] states;
    private readonly Dictionary<string, Tensor> stateDict = [];
    private readonly string stepName;

    // Whether parameter i may have another step count than its predecessor, and so needs a launch of its own.
    private readonly bool[] apart;
    private float[] learningRates;

    /// <param name="parameters">At least one, all on one device, none in the care of another optimizer.</param>
    /// <param name="learningRate">≥ 0.</param>
    /// <param name="stateNames">
    /// What the rule's state numbers are called in <see cref="StateDict"/>, at most three; null for one it does not keep.
    /// </param>
    /// <exception cref="InputException">No parameters, or two of one name, or one that cannot be trained here.</exception>
    protected Optimizer(IReadOnlyList<NamedTensor> parameters, float learningRate, params ReadOnlySpan<string?> stateNames)
        : this(new ParameterGroups(new ParameterGroup(parameters)), learningRate, stateNames)
    {
    }

    /// <summary>As above, with parameters in groups.</summary>
    protected Optimizer(ParameterGroups groups, float learningRate, params ReadOnlySpan<string?> stateNames)
    {
        ArgumentNullException.ThrowIfNull(groups);
        IReadOnlyList<NamedTensor>[] lists = groups.Select(group => group.Parameters);
        parameters = [.. lists.SelectMany(list => list)];
        if (parameters.Length == 0)
            throw new InputException($"{GetType().Name} needs at least one parameter.");
        groupOf = [.. lists.SelectMany((list, g) => Enumerable.Repeat(g, list.Count))];
        learningRates = groups.Select(group => CheckedRate(group.LearningRate ?? learningRate));
        stepName = $"{GetType().Name}.{nameof(Step)}";
        apart = new bool[parameters.Length];
        for (int i = 1; i < apart.Length; i++)
            apart[i] = groupOf[i] != groupOf[i - 1];
        Device device = parameters[0].Tensor.Device;
        var names = new HashSet<string>();
        foreach ((string name, Tensor parameter) in parameters)
        {
            if (!names.Add(name))
                throw new InputException(
                    $"{GetType().Name}: two parameters are called '{name}'; give each network an optimizer of its own, or the parameters "
                    + $"other names.");
            if (parameter.Device != device || !parameter.IsLeaf)
                throw new InputException($"{GetType().Name}: '{name}' must be a leaf on {device}, like the first parameter.");
        }

        block = new ParameterBlock([.. parameters.Select(entry => entry.Tensor)]);
        rate = Tensor.Persistent(device, groups.Count == 1 ? [] : [groups.Count]);
        rate.CopyFrom(learningRates);
        steps = Tensor.Persistent(device, [parameters.Length]);
        states = new Tensor?[stateNames.Length];
        for (int s = 0; s < states.Length; s++)
        {
            if (stateNames[s] == null)
                continue;
            Tensor state = states[s] = block.CreateState();
            for (int i = 0; i < parameters.Length; i++)
                stateDict.Add($"{stateNames[s]}.{parameters[i].Name}", block.Part(state, i));
        }

        stateDict.Add("step", steps);
        stateDict.Add("lr", rate);
    }

    public Device Device => block.Device;

    /// <summary>
    /// How far a step goes, of the first group; a new value is every group's. It is written to the device, where recorded steps read it
    /// too; not while a step is recorded.
    /// </summary>
    /// <exception cref="InputException">Negative or not finite.</exception>
    public float LearningRate
    {
        get => learningRates[0];
        set
        {
            learningRates.AsSpan().Fill(CheckedRate(value));
            rate.CopyFrom(learningRates);
        }
    }

    /// <summary>The learning rate of each group.</summary>
    public IReadOnlyList<float> LearningRates => learningRates;

    /// <summary>As <see cref="LearningRate"/>, of one group.</summary>
    /// <exception cref="InputException">Negative or not finite.</exception>
    public void SetLearningRate(int group, float value)
    {
        learningRates[group] = CheckedRate(value);
        rate.CopyFrom(learningRates);
    }

    /// <summary>Forgets the gradients of all its parameters.</summary>
    public void ZeroGrad()
    {
        foreach (NamedTensor entry in parameters)
            entry.Tensor.ZeroGrad();
    }

    /// <summary>Moves every parameter that has a gradient and is not frozen.</summary>
    /// <exception cref="InvalidOperationException">Another optimizer has taken a parameter over.</exception>
    public void Step()
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!block.Holds(i))
            {
                throw new InvalidOperationException(
                    $"The parameter '{parameters[i].Name}' now belongs to another optimizer; only one can train it at a "
                    + $"time.");
            }

            // Once two neighbours have had different fortunes, their counts differ for good.
            if (i > 0 && Moves(i) != Moves(i - 1))
                apart[i] = true;
        }

        for (int begin = 0, end; begin < parameters.Length; begin = end)
        {
            end = begin + 1;
            if (!Moves(begin))
                continue;
            while (end < parameters.Length && Moves(end) && !apart[end])
                end++;
            Launch(begin, end);
        }
    }

    /// <summary>
    /// All state by name, the tensors themselves: what the rule keeps for each parameter (<c>exp_avg.2.weight</c>), <c>step</c> with a
    /// count for each parameter in order, and <c>lr</c>. Together with the parameters it lets training go on bit for bit.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict() => stateDict;

    /// <summary>Copies saved state over this optimizer's, learning rate included.</summary>
    /// <exception cref="InputException">A name is missing or unexpected, or a shape differs; nothing is changed then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        SavedState.Load(GetType().Name, stateDict, state);
        learningRates = rate.ToArray();
        float[] counts = steps.ToArray();
        for (int i = 1; i < counts.Length; i++)
            apart[i] = counts[i] != counts[i - 1] || groupOf[i] != groupOf[i - 1];
    }

    /// <summary>Lets go of the state. The parameters live on where they are.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in stateDict.Values)
            tensor.Dispose();
        foreach (Tensor? state in states)
            state?.Dispose();
        block.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Launches the rule over a run of parameters of one group, as a rule by <see cref="ParameterUpdate.Run"/> with an
    /// <see cref="IUpdateRule{TSelf}"/>.
    /// </summary>
    /// <param name="group">For settings that are the group's own.</param>
    protected abstract void Update(UpdateBuffers run, int group);

    /// <summary>As <see cref="Update(UpdateBuffers, int)"/>, on tensors: <see cref="TensorUpdate.Run"/> with the same rule.</summary>
    protected virtual void Update(TensorUpdate run, Tensor gradient, int group) =>
        throw new NotSupportedException($"{GetType().Name} has no update on tensors; override {nameof(Update)} for it.");

    /// <summary>A parameter's updates on tensors, from where it is now.</summary>
    internal TensorUpdate BeginUpdate(int parameter)
    {
        Tensor value = parameters[parameter].Tensor.Detach();
        value.RequiresGrad = true;
        Tensor own = learningRates.Length == 1 ? rate : rate.Slice(0, groupOf[parameter], 1).Reshape();
        return new TensorUpdate(
            value, steps.Slice(0, parameter, 1).Reshape(), own,
            Array.ConvertAll(states, state => state == null ? null : block.Part(state, parameter).Detach()));
    }

    internal void Apply(TensorUpdate run, Tensor gradient, int parameter) => Update(run, gradient, groupOf[parameter]);

    private static float CheckedRate(float value) => float.IsFinite(value) && value >= 0
        ? value
        : throw new InputException($"A learning rate must be a finite number ≥ 0, got {value}.");

    private bool Moves(int i) => parameters[i].Tensor is { RequiresGrad: true, Grad: not null };

    private void Launch(int begin, int end)
    {
        var run = new UpdateBuffers(
            block.MutableValues(begin, end, stepName),
            block.Gradients(begin, end),
            rate.View.Slice(groupOf[begin], 1),
            steps.View.Slice(begin, end - begin),
            Part(0),
            Part(1),
            Part(2));
        Update(run, groupOf[begin]);

        BufferView? Part(int s) => s < states.Length && states[s] is Tensor state ? block.Range(state, begin, end) : null;
    }
}
