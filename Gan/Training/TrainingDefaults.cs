namespace GanFromScratch.Gan.Training;

/// <summary>A model's training settings as published.</summary>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="Batch">Samples a step.</param>
/// <param name="LearningRate">Of both Adam optimizers.</param>
/// <param name="Beta1">Adam's decay rate of the exponential moving average of the gradient (first moment).</param>
/// <param name="Beta2">Adam's decay rate of the exponential moving average of the squared gradient (second moment).</param>
/// <param name="Epsilon">Adam's guard against division by zero.</param>
/// <param name="Update">Whether the players are updated alternately or simultaneously.</param>
/// <param name="AverageDiscriminatorLoss">The discriminator's loss is the mean of its two halves rather than their sum.</param>
/// <param name="L1">Penalty on the sum of |w| over all weight matrices of both players.</param>
/// <param name="L2">Penalty on the sum of w² over the same.</param>
/// <param name="Reconstruction">Weight of the distance between the generator's outputs and those of the data, for pairs.</param>
/// <param name="Identity">Weight of the change of images that are outputs already, as a share of it, for a model without pairs.</param>
/// <param name="Adversarial">Weight of the game's own term in the generator's loss.</param>
/// <param name="Perceptual">Weight of the distance between the features of its outputs and those of the data, for pairs.</param>
/// <param name="Grow">Images in each phase of networks that grow.</param>
/// <param name="Information">Weight of the mutual information of samples and their category, for a model with codes.</param>
/// <param name="InformationContinuous">Weight of that of samples and their continuous codes.</param>
public sealed record TrainingDefaults(
    int Epochs,
    int Batch,
    float LearningRate,
    float Beta1,
    float Beta2 = 0.999f,
    float Epsilon = 1e-8f,
    UpdateOrder Update = UpdateOrder.Alternating,
    bool AverageDiscriminatorLoss = false,
    float L1 = 0,
    float L2 = 0,
    float Reconstruction = 0,
    float Identity = 0,
    float Adversarial = 1,
    float Perceptual = 0,
    int Grow = 0,
    float Information = 0,
    float InformationContinuous = 0);
