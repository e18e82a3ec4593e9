using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Explaining;

/// <summary>A step as text: one line per op, by phase; and the list of its launches.</summary>
public static class ExplanationText
{
    /// <summary>The ops, phase by phase, and the distribution of the launches.</summary>
    public static IEnumerable<string> Lines(StepExplanation step)
    {
        ArgumentNullException.ThrowIfNull(step);
        yield return step.Title;
        yield return "<- a gradient comes back; (frozen) it does not, though it would to another use of the same weight";
        if (step.Ops.Any(op => op.Name.StartsWith('∇')))
            yield return "∇Linear MatMul: a MatMul that computes the gradient of a Linear, and is differentiated again";
        HashSet<string> learning = [
            .. step.Ops.SelectMany(op => op.Inputs).Where(i => i.Learns && i.Value.Name != null).Select(i => i.Value.Name!)];
        int widest = step.Ops.Max(op => op.Name.Length);
        foreach (IGrouping<string, TracedOp> phase in step.Ops.GroupBy(op => op.Phase))
        {
            yield return "";
            yield return phase.Any(op => op.Learns) ? phase.Key : $"{phase.Key} (nothing is recorded: no gradient)";
            foreach (TracedOp op in phase)
            {
                string inputs = string.Join(", ", op.Inputs.Select(input => Label(input, learning)));
                yield return
                    $"  {(op.Learns ? "<-" : "  ")} #{op.Number,-3} {op.Name.PadRight(widest)}  "
                    + $"{StepExplanation.Size(op.Output.Shape),-16} of {inputs}";
            }
        }

        yield return "";
        yield return $"{step.Launches.Count} launches (--launches lists them):";
        foreach (IGrouping<string, ObservedLaunch> phase in step.Launches.GroupBy(launch => launch.Phase))
            yield return $"  {phase.Count(),4}  {phase.Key}";
    }

    /// <summary>One line per launch: phase, op, direction, kernel.</summary>
    public static IEnumerable<string> LaunchLines(StepExplanation step)
    {
        ArgumentNullException.ThrowIfNull(step);
        yield return step.Title;
        int number = 0, widest = step.Launches.Max(launch => launch.Op.Length);
        string? phase = null;
        foreach (ObservedLaunch launch in step.Launches)
        {
            if (launch.Phase != phase)
            {
                phase = launch.Phase;
                yield return "";
                yield return phase;
            }

            yield return $"  {++number,4}  {(launch.IsBackward ? "<-" : "->")} {launch.Op.PadRight(widest)}  {launch.Kernel}";
        }
    }

    private static string Label(TracedInput input, HashSet<string> learning)
    {
        string label = StepExplanation.Label(input.Value);
        return !input.Learns && learning.Contains(label) ? $"{label} (frozen)" : label;
    }
}
