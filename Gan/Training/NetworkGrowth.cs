using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Lets the networks of a model grow by its <see cref="GrowthPlan"/>, and real images with them. For networks that do not grow it does
/// nothing.
/// </summary>
internal sealed class NetworkGrowth : IDisposable
{
    private readonly GanModel model;
    private readonly GrowthPlan plan;
    private readonly Tensor alpha;

    public NetworkGrowth(GanModel model, TrainingOptions options, Device device)
    {
        this.model = model;
        plan = GrowthPlan.Of(model, options);
        alpha = Tensor.Persistent(device, []);
        MoveTo(0);
    }

    /// <summary>The networks stand as the plan says for this step, counted from 0; α is written to the device.</summary>
    /// <returns>Whether other layers run than before, so that a recorded step no longer fits.</returns>
    public bool MoveTo(long step)
    {
        (int stage, float? share) = plan.At(step);
        if (share is float value)
            alpha.CopyFrom([value]);
        bool changes = stage != model.Growth.Stage || share.HasValue != (model.Growth.Alpha != null);
        model.Growth.StandAt(stage, share == null ? null : alpha);
        return changes;
    }

    /// <summary>
    /// Real images as the players know images now: means over the pixels of the current resolution, enlarged again, and while a resolution
    /// fades in (1 − α) of the resolution before. Shapes: x (N, C, H, W), result the same.
    /// </summary>
    public Tensor Show(Tensor x)
    {
        (int stage, int last) = (model.Growth.Stage, plan.Stages - 1);
        Tensor now = At(stage);
        return model.Growth.Alpha is Tensor share ? FadeIn.Mix(At(stage - 1), now, share) : now;

        Tensor At(int resolution)
        {
            if (resolution == last)
                return x;
            using var pool = new AvgPool2d(1 << (last - resolution));
            using var enlarge = new Upsample(1 << (last - resolution));
            return enlarge.Forward(pool.Forward(x));
        }
    }

    public void Dispose() => alpha.Dispose();
}
