using GanFromScratch.Engine;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Anomalies;

/// <summary>
/// The second stage of f-AnoGAN, the training called izi_f (Schlegl et al. 2019): with the GAN fixed, the encoder E learns to map a normal
/// image x to a latent vector z = E(x) whose image G(z) is x again, in its pixels and in the features f of the discriminator:
/// <code>
///   descend ∇_E [ mean (x − G(E(x)))² + κ·mean (f(x) − f(G(E(x))))² ]
/// </code>
/// </summary>
internal sealed class EncoderTraining : LossTraining
{
    private const float Rate = 1e-3f;

    private readonly AnomalyDetector detector;
    private readonly ISampleSource normal;
    private readonly Tensor x;
    private readonly float[] staging;

    /// <param name="detector">Its encoder is trained in place.</param>
    /// <param name="normal">The images that the GAN has learnt.</param>
    /// <param name="batch">Images a step.</param>
    /// <param name="steps">In all.</param>
    /// <param name="seed">Determines the order of the images.</param>
    public EncoderTraining(AnomalyDetector detector, ISampleSource normal, int batch, int steps, ulong seed)
        : base(detector.Encoder, detector.Device, normal.Count, batch, steps, Rate, seed)
    {
        (this.detector, this.normal) = (detector, normal);
        x = Tensor.Persistent(detector.Device, [batch, .. detector.Model.SampleShape]);
        staging = new float[x.Length];
    }

    protected override Tensor Loss()
    {
        Tensor again = detector.Reconstruct(x);
        Tensor ofPixels = Losses.Mse(again, x);
        Tensor ofFeatures = Losses.Mse(detector.Features(again), detector.Features(x));
        return ofPixels + (AnomalyDetector.Kappa * ofFeatures);
    }

    protected override void Load(ReadOnlySpan<int> indices)
    {
        normal.Read(indices, staging);
        x.CopyFrom(staging);
    }

    protected override void Release() => x.Dispose();
}
