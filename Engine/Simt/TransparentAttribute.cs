namespace GanFromScratch.Engine.Simt;

/// <summary>On a struct of one field: in C it becomes that field's type, with C's arithmetic operators.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class TransparentAttribute : Attribute;
