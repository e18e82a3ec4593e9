using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Batch normalisation: y = γ·(x − mean)/√(variance + ε) + β, each feature by itself. While training mean and variance are the batch's,
/// and running averages of them are kept; otherwise those averages are used. Ioffe, Szegedy 2015; details as torch.nn's. Only the shapes
/// differ from one kind to the other: x (N, C, …), γ and β (C), statistics over all axes but C.
/// </summary>
public abstract class BatchNorm : Module
{
    private readonly int features;
    private readonly float epsilon;
    private readonly float momentum;
    private readonly Parameter? gamma;
    private readonly Parameter? beta;
    private readonly Tensor runningMean;
    private readonly Tensor runningVariance;

    private protected BatchNorm(int features, RandomSource random, float epsilon, float momentum, bool affine, Initializer? weights)
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

        runningMean = AddBuffer(random.Device, "running_mean", [features], 0);
        runningVariance = AddBuffer(random.Device, "running_var", [features], 1);
    }

    public override string Description => $"{GetType().Name} {features}";

    /// <summary>Features of a sample, or channels of an image.</summary>
    protected int Features => features;

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        if (IsTraining && x.Length == features)
            throw WrongInput("more than one value per feature while training, whose variance would be 0 otherwise", x.Shape);
        return x.BatchNorm(gamma, beta, runningMean, runningVariance, IsTraining, momentum, epsilon);
    }
}
