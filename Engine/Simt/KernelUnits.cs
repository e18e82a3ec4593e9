namespace GanFromScratch.Engine.Simt;

/// <summary>All pieces of generated C of all assemblies loaded so far, by name, and all kernels. Generated code registers them.</summary>
public static class KernelUnits
{
    private static readonly Dictionary<string, KernelUnit> Units = [];
    private static readonly List<KernelSource> All = [];
    private static readonly List<Action> Waiting = [];
    private static readonly Lock Gate = new();

    /// <summary>
    /// Called when an assembly is loaded: <paramref name="registerAll"/> will be called when its kernels are first needed.
    /// </summary>
    public static void RegisterProject(Action registerAll)
    {
        lock (Gate)
            Waiting.Add(registerAll);
    }

    public static void Register(KernelUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        lock (Gate)
        {
            // Each project's translation uses only its own names.
            if (Units.TryGetValue(unit.Name, out KernelUnit? other) && other.Text != unit.Text)
                throw new InvalidOperationException(
                    $"Two things are called {unit.Name} in C, one of {other.File} and one of {unit.File}; give one of them another name.");
            Units[unit.Name] = unit;
        }
    }

    public static void Register(KernelSource kernel)
    {
        lock (Gate)
            All.Add(kernel);
    }

    /// <summary>Every kernel, by family and place.</summary>
    internal static IReadOnlyList<KernelSource> Kernels
    {
        get
        {
            Load();
            lock (Gate)
                return [
                    .. All.OrderBy(
                        k => k.Family, StringComparer.Ordinal).ThenBy(k => k.File, StringComparer.Ordinal).ThenBy(k => k.Line)];
        }
    }

    internal static KernelUnit? Find(string name)
    {
        Load();
        lock (Gate)
            return Units.GetValueOrDefault(name);
    }

    private static void Load()
    {
        lock (Gate)
        {
            foreach (Action registerAll in Waiting)
                registerAll();
            Waiting.Clear();
        }
    }
}
