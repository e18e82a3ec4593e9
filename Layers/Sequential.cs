using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Modules in sequence, named 0, 1, 2, … A layer followed by an activation that can be fused into the layer's kernel (see <see
/// cref="IFusingLayer"/>) runs as one kernel with it; the result is the same.
/// </summary>
public sealed class Sequential : Module
{
    private Module[] modules;

    /// <summary>Takes ownership of the modules: they are disposed with it.</summary>
    public Sequential(params Module[] modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        this.modules = [.. modules];
        for (int i = 0; i < modules.Length; i++)
            AddChild($"{i}", modules[i]);
    }

    public int Count => modules.Length;

    public Module this[int index] => modules[index];

    /// <summary>The index of the last module with parameters: the network's head; 0 if none has any.</summary>
    public int Head => Math.Max(0, Array.FindLastIndex(modules, module => module.Parameters().Count > 0));

    /// <summary>Puts other modules in the place of one, which is disposed; those behind it move on to later names.</summary>
    /// <param name="index">The module to replace.</param>
    /// <param name="others">Owned by this one from now on.</param>
    public void Replace(int index, params Module[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        Module[] changed = [.. modules[..index], .. others, .. modules[(index + 1)..]];
        ReplaceChildren(changed);
        modules = changed;
    }

    public override Tensor Forward(Tensor x) => Forward(x, ..);

    /// <summary>Applies a range of the modules only, for the features within a network: <c>Forward(x, ..^1)</c>.</summary>
    public Tensor Forward(Tensor x, Range range)
    {
        (int begin, int count) = range.GetOffsetAndLength(modules.Length);
        int end = begin + count;
        for (int i = begin; i < end; i++)
        {
            if (modules[i] is IFusingLayer layer && i + 1 < end && modules[i + 1] is Activation { Fuses: true } activation)
            {
                x = activation.ForwardBehind(layer, x);
                i++;
            }
            else
            {
                x = modules[i].Forward(x);
            }
        }

        return x;
    }

    public override Shape OutputShape(Shape input)
    {
        foreach (Module module in modules)
            input = module.OutputShape(input);
        return input;
    }
}
