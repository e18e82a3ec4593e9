using System.Text;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Explaining;

/// <summary>
/// A step as a Mermaid flowchart, which GitHub and many editors render: one box per op, one subgraph per phase, weights as cylinders. Thick
/// arrows mark edges along which a gradient flows back.
/// </summary>
public static class ExplanationMermaid
{
    public static string Text(StepExplanation step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var text = new StringBuilder();
        text.Append($"%% {step.Title}\nflowchart TD\n");
        int phases = 0;
        foreach (IGrouping<string, TracedOp> phase in step.Ops.GroupBy(op => op.Phase))
        {
            text.Append($"  subgraph p{++phases}[\"{phase.Key}\"]\n");
            foreach (TracedOp op in phase)
                text.Append(
                    $"    o{op.Number}[\"{op.Name}<br/>{StepExplanation.Size(op.Output.Shape)}\"]{(op.Learns ? "" : ":::still")}\n");
            text.Append("  end\n");
        }

        foreach (
            TracedValue leaf in step.Ops.SelectMany(op => op.Inputs).Select(input => input.Value).Where(
                value => value.Producer == null).Distinct())
            text.Append($"  v{leaf.Number}[(\"{leaf.Name}<br/>{StepExplanation.Size(leaf.Shape)}\")]\n");
        foreach (TracedOp op in step.Ops)
        {
            foreach (TracedInput input in op.Inputs)
            {
                string from = input.Value.Producer is TracedOp producer ? $"o{producer.Number}" : $"v{input.Value.Number}";
                text.Append($"  {from} {(input.Learns ? "==>" : "-.->")} o{op.Number}\n");
            }
        }

        text.Append("  classDef still fill:#eee,stroke:#999,stroke-dasharray:4 3,color:#333\n");
        return text.ToString();
    }
}
