namespace GanFromScratch.Engine.Simt;

/// <summary>On a struct of one field: in C it is that field's type, and its arithmetic operators are C's own.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class TransparentAttribute : Attribute;
