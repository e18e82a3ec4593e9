using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers;

/// <summary>
/// Batch normalisation: y = γ·(x − mean)/√(variance + ε) + β, per feature. In training, mean and variance are those of the batch, and
/// running averages of them are kept; in evaluation the running averages are used, or the batch's statistics if none are kept. Ioffe,
/// Szegedy 2015; details as in torch.nn. The subclasses differ only in their shapes: x (N, C, …), γ and β (C), statistics over all axes
/// except C.
/// </summary>
public abstract class BatchNorm : Module
{
    private readonly int features;
    private readonly float epsilon;
    private readonly float? momentum;
    private readonly Parameter? gamma;
    private readonly Parameter? beta;
    private readonly Tensor? runningMean;
    private readonly Tensor? runningVariance;

    // Number of batches in the cumulative mean, counted on the device, so that replayed steps keep counting.
    private readonly Tensor? batches;

    private protected BatchNorm(
        int features, RandomSource random, float epsilon, float? momentum, bool affine, Initializer? weights, bool trackRunningStatistics)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        this.features = features;
        this.epsilon = epsilon;
        this.momentum = momentum;
        if (affine)
        {
            gamma = AddParameter("weight", [features], weights ?? Initializers.Ones, default, random);
            beta = AddParameter("bias", [features], Initializers.Zeros, default, random);
        }

        if (!trackRunningStatistics)
            return;
        runningMean = AddBuffer(random.Device, "running_mean", [features], 0);
        runningVariance = AddBuffer(random.Device, "running_var", [features], 1);
        if (momentum == null)
            batches = AddBuffer(random.Device, "num_batches_tracked", [], 0);
    }

    public override string Description => $"{GetType().Name} {features}";

    public override bool MixesSamples => true;

    /// <summary>Features of a sample, or channels of an image.</summary>
    public int Features => features;

    /// <summary>Added to the variance.</summary>
    public float Epsilon => epsilon;

    /// <summary>Weight of each batch in the running averages; null for the mean of all batches.</summary>
    public float? Momentum => momentum;

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        bool ofBatch = IsTraining || runningMean == null;
        if (ofBatch && x.Length == features)
            throw WrongInput("more than one value per feature while training, whose variance would be 0 otherwise", x.Shape);
        if (IsTraining && batches != null)
            MoveCumulativeMeans(x, batches);
        bool moves = !ofBatch || momentum != null;
        return x.BatchNorm(
            gamma?.Effective(), beta?.Effective(), moves ? runningMean : null, moves ? runningVariance : null, ofBatch, momentum ?? 0,
            epsilon);
    }

    /// <summary>
    /// Cumulative moving average: each mean moves 1/n of the way to that of the n-th batch, and so is the mean of all n batches.
    /// </summary>
    private void MoveCumulativeMeans(Tensor x, Tensor count)
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        int[] others = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1)];
        count.AddInPlace(Tensor.Ones(x.Device, []));
        runningMean!.AddInPlace((x.Mean(others) - runningMean) / count);
        runningVariance!.AddInPlace((x.Variance(others) - runningVariance) / count);
    }
}
